using CSysdig.Model.Fields;

namespace CSysdig.Model.Queries;

/// <summary>Under what an answer about a row is remembered.</summary>
enum RowKey : byte
{
    Type, Sort, Processor, Thread, MainThread, Parent, Fd, LocalFd,
    /// <summary>Not beyond the rows of one class.</summary>
    Class,
    /// <summary>Under nothing.</summary>
    Event,
}

/// <summary>How a field or a check is asked of rows: what it reads decides, here and in <see cref="RowView"/> alone.</summary>
/// <param name="Key">Under what its answers are remembered.</param>
/// <param name="Number">What lies in a column, where the value is a multiple of that.</param>
/// <param name="Factor">Under what the factor is remembered then.</param>
readonly record struct ReadPlan(FieldReads Reads, RowKey Key, FieldReads Number, RowKey Factor)
{
    /// <summary>What sort of event it is (<see cref="History.RowClass.Kind"/>).</summary>
    public const FieldReads SortOfEvent = FieldReads.Type | FieldReads.FdType | FieldReads.Role | FieldReads.Error | FieldReads.Renaming;
    const FieldReads Numbers = FieldReads.Result | FieldReads.Latency | FieldReads.Time;

    /// <summary>What can't be the same for all rows of a class.</summary>
    public const FieldReads OfEvent = Numbers | FieldReads.Event | FieldReads.Order;

    /// <summary>The first that decides all that is read is taken.</summary>
    static readonly (FieldReads Decides, RowKey Key, string Name)[] s_keys =
    [
        (FieldReads.Type, RowKey.Type, "type"),
        (SortOfEvent, RowKey.Sort, "sort of event"),
        (FieldReads.Processor, RowKey.Processor, "processor"),
        (FieldReads.Thread | FieldReads.ThreadId, RowKey.Thread, "thread version"),
        (FieldReads.MainThread, RowKey.MainThread, "main thread version"),
        (FieldReads.Parent, RowKey.Parent, "parent version"),
        (FieldReads.Fd | FieldReads.FdType, RowKey.Fd, "fd version"),
        (FieldReads.Fd | FieldReads.FdType | FieldReads.Container, RowKey.LocalFd, "fd version outside of containers"),
        (~OfEvent, RowKey.Class, "class"),
        (~FieldReads.Order, RowKey.Event, "event"),
        (~FieldReads.None, RowKey.Event, "event, in order"),
    ];

    public static ReadPlan Of(FieldReads reads) => new(reads, Find(reads).Key, FieldReads.None, RowKey.Event);

    public static ReadPlan Of(Field field) => field is not MeasuredField ? Of(field.Reads)
        : Of(field.Reads) with { Number = field.Reads & Numbers, Factor = Find(field.Reads & ~Numbers).Key };

    /// <summary>Answers hold beyond one class.</summary>
    public bool IsKept => Key < RowKey.Class;

    public override string ToString() => Number == FieldReads.None ? Find(Reads).Name : "column";

    static (FieldReads Decides, RowKey Key, string Name) Find(FieldReads reads) => Array.Find(s_keys, k => (reads & ~k.Decides) == 0);
}
