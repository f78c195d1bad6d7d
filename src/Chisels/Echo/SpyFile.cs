using CSysdig.Chisels.Printing;
using CSysdig.Chisels.Tables;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Echo;

/// <summary>Reads from and writes to files: who, how much, and the bytes.</summary>
sealed class SpyFile : IChisel
{
    public static ChiselDefinition Definition { get; } = new("spy_file", "I/O", "What was read from and written to files, or one file",
        [
            new("read_or_write", "string", true, "R for reads alone, W for writes alone, RW for both"),
            new("spy_on_file_name", "string", true, "the path of the only file to watch"),
        ], s => new SpyFile(s));

    readonly string _filterText;
    readonly ShownField _time, _process, _pid, _isWrite, _result, _name, _data;
    Filter _filter = null!;

    SpyFile(ChiselSetup setup)
    {
        var which = setup.Arguments.Count > 1 ? $"(fd.name={Quoted(setup.Arguments[1])})" : "(not fd.name contains /dev/pt and not fd.name contains /dev/tty)";
        var direction = (setup.Arguments.Count > 0 ? setup.Arguments[0] : "") switch
        {
            "R" or "r" => "evt.is_io_read=true",
            "W" or "w" => "evt.is_io_write=true",
            _ => "evt.is_io=true",
        };
        _filterText = $"{which} and {direction} and fd.type=file and evt.dir=< and evt.failed=false";
        _time = new("evt.time", setup);
        _process = new("proc.name", setup);
        _pid = new("proc.pid", setup);
        _isWrite = new("evt.is_io_write", setup);
        _result = new("evt.rawarg.res", setup);
        _name = new("fd.name", setup);
        _data = new("evt.arg.data", setup, keepLines: true);
    }

    public void Begin(EventStream stream)
    {
        BufferLines.Prefer(stream);
        _filter = Filter.Parse(_filterText, stream.State);
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (!_filter.Test(e) || !_result.TryNumber(e, out var bytes))
            return;
        _time.WriteOrNil(to, e);
        to.Write(' ');
        _process.WriteOrNil(to, e);
        to.Write('(');
        _pid.WriteOrNil(to, e);
        to.Write(_isWrite.IsTrue(e) ? ") W "u8 : ") R "u8);
        Amounts.WriteBytes(to, bytes);
        to.Write(' ');
        _name.WriteOrNil(to, e);
        to.Write(' ');
        _data.WriteOrNil(to, e);
        to.Write('\n');
    }

    public void End(Utf8Writer to)
    {
    }

    static string Quoted(string name) => name.Contains('"') ? $"'{name}'" : $"\"{name}\"";
}
