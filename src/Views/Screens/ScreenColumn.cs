using CSysdig.Capture.Events;
using CSysdig.Views.Catalog;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>What a number counts, which decides how it is written.</summary>
enum NumberKind { Text, Id, Bytes, Count, Percent, Duration }

/// <summary>A column of a view as the screen shows it. Its width only grows, so that nothing jumps.</summary>
sealed class ScreenColumn
{
    const int MostText = 42, LeastFlexible = 18, EnoughFlexible = 30;

    int _held;

    public ScreenColumn(ViewColumn column, bool flexible, bool keeps)
    {
        View = column;
        Flexible = flexible;
        Rank = keeps ? 0 : RankOf(column);
    }

    public ViewColumn View { get; }
    public NumberKind Kind { get; set; } = NumberKind.Text;
    public bool Flexible { get; }
    public int Rank { get; set; }
    public bool IsNumber => Kind != NumberKind.Text;
    public string Title => View.Name;

    public ColumnWish Wish => new(Flexible ? Math.Clamp(_held, LeastFlexible, EnoughFlexible) : Math.Max(Title.Length + 1, Math.Max(_held, Least)), Rank, Flexible);

    int Least => Kind switch
    {
        NumberKind.Text => 0,
        NumberKind.Id => 6,
        _ => Units.Width,
    };

    /// <summary>Widens the column for a text of so many cells.</summary>
    public void Hold(int cells)
    {
        _held = Math.Max(_held, Math.Min(cells, MostText));
    }

    /// <summary>A number as this column writes it.</summary>
    public string Write(double number) => Kind switch
    {
        NumberKind.Bytes => Units.Bytes(number),
        NumberKind.Percent => Units.Percent(number),
        NumberKind.Duration => Units.Duration(number),
        _ => Units.Count(number),
    };

    public static NumberKind KindOf(string field, ParamType type, PrintFormat format, bool isNumber) => !isNumber ? NumberKind.Text
        : type == ParamType.RelTime ? NumberKind.Duration
        : type == ParamType.Double ? NumberKind.Percent
        : type == ParamType.AbsTime ? NumberKind.Text
        : format == PrintFormat.Id || type is ParamType.Pid or ParamType.Port or ParamType.Fd ? NumberKind.Id
        : field.Contains("buflen", StringComparison.Ordinal) || field.EndsWith(".b", StringComparison.Ordinal) ? NumberKind.Bytes
        : NumberKind.Count;

    // What a narrow screen does without, the first to go having the highest rank.
    static int RankOf(ViewColumn column) => column.Field switch
    {
        "proc.vpid" or "thread.vtid" => 9,
        "thread.vmsize.b" => 8,
        "proc.nthreads" or "fd.lport" => 7,
        "proc.ppid" or "fd.lip" => 6,
        "container.name" or "container.image" => 5,
        "thread.vmrss.b" or "evt.count" or "container.type" => 4,
        "user.name" or "evt.buflen.file" => 3,
        _ => 2,
    };
}
