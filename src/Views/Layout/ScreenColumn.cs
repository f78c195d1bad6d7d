using CSysdig.Capture.Events;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Views.Text;

namespace CSysdig.Views.Layout;

/// <summary>What a number counts, which decides how it is written.</summary>
enum NumberKind { Text, Id, Bytes, Count, Few, Percent, Duration, Moment }

/// <summary>A column of a view as the screen shows it. Its width only grows, so that nothing jumps.</summary>
sealed class ScreenColumn
{
    const int MostText = 42, StateWidth = 17, LeastFlexible = 18, EnoughFlexible = 30, PlentyFlexible = 34, LastRank = 11;

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
    public string Title => IsTotal ? TotalTitle : View.Name;
    /// <summary>A number that the view has by the second is shown as it is.</summary>
    public bool IsTotal { get; set; }

    /// <summary>A column for the totals of this one. Where there is no room it goes before those do.</summary>
    public ScreenColumn Total() => new(View, flexible: false, keeps: false) { IsTotal = true, Rank = LastRank };
    /// <summary>What it is called then.</summary>
    public string TotalTitle => View.Name.Replace("BPS", "BYTES").Replace("IOPS", "OPS").Replace("/S", "") is var total && total != View.Name ? total : $"ALL {View.Name}";

    public ColumnWish Wish
    {
        get
        {
            var width = Flexible ? Math.Clamp(_held, LeastFlexible, EnoughFlexible) : Math.Max(Title.Length + 1, Math.Max(_held, Least));
            return new(width, Rank, Flexible, Flexible ? LeastFlexible : width, Flexible ? Math.Clamp(_held, LeastFlexible, PlentyFlexible) : width);
        }
    }

    bool IsState => View.Field is "proc.state" or "thread.state";

    int Least => Kind switch
    {
        // States come and go: a column that grew with them would move its neighbours.
        NumberKind.Text when IsState => StateWidth,
        NumberKind.Text or NumberKind.Few => 0,
        NumberKind.Id => 6,
        NumberKind.Moment => "00:00:00".Length,
        _ => Units.Width,
    };

    /// <summary>Widens the column for a text of so many cells.</summary>
    public void Hold(int cells)
    {
        _held = Math.Max(_held, Math.Min(cells, IsState ? StateWidth : MostText));
    }

    /// <summary>A number as this column writes it.</summary>
    /// <param name="end">The time at the end of the capture: only another day is written.</param>
    public string Write(double number, ulong end) => Kind switch
    {
        // Nobody saw it begin.
        NumberKind.Moment or NumberKind.Duration when number == 0 && View.Field is "proc.pid.ts" or "proc.duration" => "?",
        NumberKind.Moment => Clock.Moment((ulong)number, end),
        NumberKind.Bytes => Units.Bytes(number),
        NumberKind.Percent => Units.Percent(number),
        NumberKind.Duration => Units.Duration(number),
        _ => Units.Count(number),
    };

    public static NumberKind KindOf(ResultColumn column) => (column.Query.Field, column.Type, column.Format) switch
    {
        _ when !column.IsNumber => NumberKind.Text,
        _ when column.Query.Aggregation == Aggregation.Span => NumberKind.Duration,
        ("proc.pid.ts" or "evt.rawtime", _, _) => NumberKind.Moment,
        (_, ParamType.RelTime, _) => NumberKind.Duration,
        (_, ParamType.Double, _) => NumberKind.Percent,
        (_, ParamType.AbsTime, _) => NumberKind.Text,
        (_, ParamType.Pid or ParamType.Port or ParamType.Fd, _) or (_, _, PrintFormat.Id) => NumberKind.Id,
        var (field, _, _) => field.Contains("buflen", StringComparison.Ordinal) || field.EndsWith(".b", StringComparison.Ordinal) ? NumberKind.Bytes : NumberKind.Count,
    };

    // What a narrow screen does without, the first to go having the highest rank.
    static int RankOf(ViewColumn column) => column.Field switch
    {
        "proc.state" or "thread.state" => ColumnLayout.SpareRank,
        _ when column.IsOwn => 10,
        "proc.vpid" or "thread.vtid" => 9,
        "thread.vmsize.b" => 8,
        "proc.nthreads" => 7,
        "proc.ppid" or "fd.lip" => 6,
        "container.name" or "container.image" => 5,
        "thread.vmrss.b" or "evt.count" or "container.type" => 4,
        "user.name" or "evt.buflen.file" => 3,
        // What a connection is: its ports and the other side, and what went each way.
        "fd.lport" or "fd.rip" or "fd.rport" or "evt.buflen.net.in" or "evt.buflen.net.out" => 1,
        _ => 2,
    };
}
