using System.Globalization;
using System.Runtime.InteropServices;
using CSysdig.Capture.Events;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>What is taken of each system call, and how it becomes an event: calls.tsv, by the numbers of this machine.</summary>
sealed class CallTable
{
    const int RowSize = 32, MostTakes = 6;

    [Flags]
    enum Marks : byte { On = 1, Enter = 2, Task = 4, FailedOnly = 8, NotChild = 16, State = 32, Wanted = 64, Messages = 128 }

    readonly record struct Row(Marks Marks, Take[] Takes)
    {
        public byte Fd { get; init; } = FdUse.None;
        public Changes Changes { get; init; }
        /// <summary>The kernel fills the caller's vectors and messages.</summary>
        public bool Fills { get; init; }
    }

    const int Calls = Record.CompatCall;

    readonly CallRecipe?[] _recipes = new CallRecipe?[2 * Calls];
    readonly Row[] _rows = new Row[2 * Calls];

    public CallTable()
    {
        var lines = EventTable.Lines("calls.tsv").Select(l => l.Split('\t')).ToDictionary(c => c[0], c => (Marks: c[1], Sources: c[2]));
        foreach (var (number, id) in Numbers())
            if (number < Calls && Syscalls.Name(id) is { } name)
                (_rows[number], _recipes[number]) = lines.TryGetValue(name, out var line)
                    ? Parse(name, line.Marks, line.Sources, (ushort)id, Syscalls.ExitOf(id), false) : Generic((ushort)id);
        if (RuntimeInformation.ProcessArchitecture != Architecture.Arm64)
            ReadCompat(lines);
        // Calls that are newer than the table are told by their number.
        for (var call = 0; call < _rows.Length; call++)
            if (_recipes[call] is null)
                (_rows[call], _recipes[call]) = Generic(0);
    }

    void ReadCompat(Dictionary<string, (string Marks, string Sources)> lines)
    {
        var codes = Syscalls.All.ToDictionary(c => c.Value, c => (ushort)c.Key);
        foreach (var line in EventTable.Lines("calls-ia32.tsv"))
        {
            var cells = line.Split('\t');
            var (call, name) = (int.Parse(cells[0], CultureInfo.InvariantCulture) + Calls, cells[1]);
            var id = codes[name];
            var code = cells.Length > 3 ? EventTable.Types.First(t => t.Id == cells[3]).Code : Syscalls.ExitOf(id);
            var (marks, sources) = lines.GetValueOrDefault(name, ("-", ""));
            if (cells.Length > 2)
                sources = cells[2];
            (_rows[call], _recipes[call]) = sources.Length == 0 || code == EventCode.GenericX ? Generic(id) : Parse(name, marks, sources, id, code, true);
        }
    }

    static (Row, CallRecipe) Generic(ushort id) => (new Row(Marks.On, []), new CallRecipe(EventCode.GenericX, id, [], [], false, 0));

    /// <summary>How the record of a call becomes an event.</summary>
    public CallRecipe? Of(int call) => call < _recipes.Length ? _recipes[call] : null;

    /// <summary>A call that moves bytes and changes nothing that is known.</summary>
    public bool IsTransfer(int number)
    {
        const EventFlags moves = EventFlags.ReadsFromFd | EventFlags.WritesToFd;
        return _recipes[number] is { Code: var code } && (_rows[number].Marks & Marks.State) == 0 && (EventTable.Get(code).Flags & moves) != 0;
    }

    /// <summary>Lays the rows out as record.h has them.</summary>
    public void FillRows(Span<byte> to, LiveOptions options)
    {
        for (var number = 0; number < _rows.Length; number++)
        {
            var row = to.Slice(number * RowSize, RowSize);
            row.Clear();
            row[0] = (byte)(_rows[number].Marks | (options.Pairs ? Marks.Enter : 0) | (IsWanted(_recipes[number]!, options.OnlyTypes) ? Marks.Wanted : 0));
            var takes = _rows[number].Takes ?? [];
            // A part that is not taken must not shift those behind it: data that stands alone is left out.
            row[1] = (byte)(options.SnapLength > 0 || takes.Any(t => t.Kind != TakeKind.Data) ? takes.Length : 0);
            (row[2], row[3]) = (_rows[number].Fd, (byte)_rows[number].Changes);
            for (var i = 0; i < takes.Length; i++)
            {
                row[8 + i * 4] = (byte)takes[i].Kind;
                row[9 + i * 4] = takes[i].Value;
                row[10 + i * 4] = takes[i].Length;
                row[11 + i * 4] = takes[i].OnlyGood(_rows[number].Fills) ? (byte)1 : (byte)0;
            }
        }
    }

    /// <summary>A generic event has its call's name and its own.</summary>
    static bool IsWanted(CallRecipe recipe, IReadOnlySet<string>? types) =>
        types is null || types.Contains(EventTable.Get(recipe.Code).Name) || Syscalls.Name(recipe.Id) is { } name && types.Contains(name);

    static IEnumerable<KeyValuePair<int, int>> Numbers() =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Syscalls.Arm64 : Syscalls.X8664;

    static (Row, CallRecipe) Parse(string name, string marks, string sources, ushort id, EventCode code, bool isCompat)
    {
        var row = Marks.On;
        foreach (var mark in marks)
            row |= mark switch { 'b' => Marks.Enter, 't' => Marks.Task, 'f' => Marks.FailedOnly, 'p' => Marks.NotChild, 'm' => Marks.Messages, _ => 0 };
        const EventFlags changes = EventFlags.CreatesFd | EventFlags.DestroysFd | EventFlags.ModifiesState;
        if ((EventTable.Get(code).Flags & changes) != 0)
            row |= Marks.State;
        var isTask = (row & Marks.Task) != 0;
        var takes = new List<Take>();
        var operands = new OperandReader(takes, isCompat);
        var types = EventTable.Get(code).Params;
        var words = sources.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var resolved = words is [.., var last] && last.StartsWith("resolved(", StringComparison.Ordinal) ? last : null;
        if (resolved is not null)
            words = words[..^1];
        var parameters = new ParamSource[words.Length];
        if (code != EventCode.GenericX && !isTask && words.Length != types.Length)
            throw new InvalidDataException($"calls.tsv: {name} has {words.Length} sources for {types.Length} parameters");
        for (var i = 0; i < words.Length; i++)
            parameters[i] = operands.Read(words[i], isTask || code == EventCode.GenericX ? null : types[i]);
        if (takes.Count > MostTakes)
            throw new InvalidDataException($"calls.tsv: {name} takes {takes.Count} things, and {MostTakes} is the most");
        return (new Row(row, [.. takes]) { Fd = FdUse.Of(code, parameters), Changes = FdUse.ChangesOf(code), Fills = marks.Contains('g') }, new CallRecipe(code, id, parameters, EnterOf(code, parameters), isTask, takes.Sum(t => t.Parts)) { Resolved = resolved is null ? default : operands.Read(resolved, null) });
    }

    /// <summary>The parameters of the enter event that are arguments, by their names in the exit event; the rest is not known yet then.</summary>
    static ParamSource[] EnterOf(EventCode exit, ParamSource[] sources)
    {
        // A generic event has its call's numbers alone.
        if (exit == EventCode.GenericX)
            return [];
        var types = EventTable.Get(exit).Params;
        return [.. EventTable.Get(exit - 1).Params.Select(p =>
        {
            var same = Array.FindIndex(types, t => t.Name == p.Name);
            var source = same >= 0 && same < sources.Length ? sources[same] : default;
            return source.Maker is ParamMaker.Number or ParamMaker.Open or ParamMaker.FileFlags or ParamMaker.MountFlags
                && source.A is { Kind: OperandKind.Value or OperandKind.Int, Index: not Take.Result }
                ? source with { Type = p.Type } : new ParamSource(ParamMaker.None, p.Type, null, default, default, default);
        })];
    }
}
