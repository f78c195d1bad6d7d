using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Parameters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Spy;

/// <summary>Shells started with a function and commands behind it in a variable of their environment (CVE-2014-6271).</summary>
sealed class Shellshock : IChisel
{
    public static ChiselDefinition Definition { get; } =
        new("shellshock_detect", "Security", "Attempts to make bash run commands by its environment (CVE-2014-6271)", [], s => new Shellshock(s));

    const int TextWidth = 22, IdWidth = 8;

    readonly ChiselSetup _setup;
    readonly ShownField _time, _parent, _parentId;
    Filter _filter = null!;

    Shellshock(ChiselSetup setup)
    {
        _setup = setup;
        _time = new("evt.time", setup);
        _parent = new("proc.pname", setup);
        _parentId = new("proc.ppid", setup);
    }

    public void Begin(EventStream stream) => _filter = Filter.Parse("(proc.name=bash or proc.name=sh) and evt.type=execve and evt.dir=<", stream.State);

    public void Head(Utf8Writer to)
    {
        Columns.Write(to, "TIME"u8, TextWidth);
        Columns.Write(to, "PROCNAME"u8, TextWidth);
        Columns.Write(to, "PID"u8, IdWidth);
        to.Write("FUNCTION\n"u8);
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e))
            return;
        var at = ParamText.IndexOf(e, "env");
        var rest = at < 0 ? default : e.Raw.Param(at);
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)0);
            var variable = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!IsFunction(variable))
                continue;
            Report(e, variable[variable.IndexOf("()"u8)..], to);
            return;
        }
    }

    public void End(Utf8Writer to)
    {
    }

    /// <summary>Has the beginning of a function, with something behind it.</summary>
    static bool IsFunction(ReadOnlySpan<byte> variable)
    {
        for (var at = variable.IndexOf("()"u8); at >= 0;)
        {
            var body = variable[(at + 2)..];
            if (!body.IsEmpty && body[0] == ' ')
                body = body[1..];
            if (body.Length > 1 && body[0] == '{')
                return true;
            var next = variable[(at + 2)..].IndexOf("()"u8);
            at = next < 0 ? -1 : at + 2 + next;
        }
        return false;
    }

    void Report(Event e, ReadOnlySpan<byte> function, Utf8Writer to)
    {
        Cell(to, e, _time, TextWidth);
        Cell(to, e, _parent, TextWidth);
        Cell(to, e, _parentId, IdWidth);
        var start = to.Length;
        to.Write(function);
        if (_setup.Terminal)
            SafeText.EscapeFrom(to, start);
        to.Write('\n');
    }

    static void Cell(Utf8Writer to, Event e, ShownField field, int width)
    {
        var start = to.Length;
        field.WriteOr(to, e, "<NA>"u8);
        Columns.PadFrom(to, start, width);
    }
}
