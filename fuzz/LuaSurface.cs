using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Chisels.Lua;
using CSysdig.Chisels.Lua.Library;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Fuzz;

/// <summary>
/// Texts run as chisels, over a capture. A text is refused or fails with a message, or runs to its end or a limit; it leaves
/// nothing behind but new files of the working folder whose names don't begin with a dot.
/// </summary>
sealed class LuaSurface : ISurface, IDisposable
{
    /// <summary>Looks at the limits before an input is ended; each stands for some thousand steps.</summary>
    const int MostChecks = 300;
    const long MostMemory = 128_000_000, MostAllocated = 256_000_000;

    static readonly string[] s_words =
    [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil", "not", "or", "repeat", "return", "then", "true",
        "until", "while", "::a::", "goto a", "...", "..", "==", "~=", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "%", "^", "#", "(", ")", "{", "}", "[", "]", ";", ":", ",", ".",
        "0", "1", "-1", "2^31", "2^53", "1e300", "0/0", "1/0", "0x7fffffff", "1000000", "''", "'x'", "'%d'", "[[", "]]", "--[[", "'\\0'", "{}", "{nil,1}", "_G", "t", "f()", "x",
        "function(...) return ... end", "function(t, k) return t[k] end", "{__index = function(t, k) return k end}", "setmetatable({}, {__call = pcall})", "while true do", "end end",
        "string.rep(", "string.format(", "string.gsub(", "string.find(", "string.byte(", "string.char(", "('a'):rep(1e5)", "'(.-)%1'", "'[%w-]+'", "'%b()'", "'%f[%a]'", "('.-'):rep(9)",
        "table.insert(", "table.remove(", "table.concat(", "table.sort(", "table.foreach(", "unpack(", "select(", "next(", "pairs(", "ipairs(", "rawset(", "rawget(", "rawequal(",
        "setmetatable(", "getmetatable('')", "setfenv(", "getfenv(", "loadstring(", "load(", "pcall(", "xpcall(", "error(", "assert(", "tostring(", "tonumber(", "type(", "print(",
        "coroutine.wrap(", "coroutine.yield(", "coroutine.create(", "coroutine.resume(", "coroutine.status(", "coroutine.running()", "debug.traceback(", "debug.getinfo(", "module(",
        "require(", "dofile(", "package.path", "math.floor(", "math.random(", "math.fmod(", "bit.lshift(", "os.time(", "os.date(", "os.exit(", "os.getenv(", "os.execute(", "os.remove(",
        "io.open(", "io.write(", "io.read(", "io.lines(", "io.popen(", "'new'", "'.rc'", "'../out'", "'w'", "'a'", "f:write(", "f:read('*a')", "f:seek(", "f:close()",
        "chisel.request_field(", "chisel.set_filter(", "chisel.set_event_formatter(", "chisel.set_interval_ns(", "chisel.exec(", "evt.field(", "evt.get_num()", "evt.get_ts()",
        "sysdig.get_thread_table(", "sysdig.set_filter(", "sysdig.make_ts(", "sysdig.subtract_ts(", "sysdig.run_sysdig(", "sysdig.end_capture()", "'proc.name'", "'evt.buffer'",
        "function on_init()", "function on_event()", "function on_interval(s, ns, d)", "function on_capture_end()", "return true end",
    ];

    readonly string _folder = Directory.CreateTempSubdirectory("fuzz-lua-").FullName;
    readonly QuestionedCaptures _captures;
    readonly TextMutator _texts;

    public LuaSurface(Seeds seeds)
    {
        _captures = new QuestionedCaptures(seeds);
        _texts = new TextMutator(seeds.Scripts, s_words);
    }

    public string Name => "lua";

    public byte[] Make(Random random) => QuestionedCaptures.Input(random, _texts.Make(random));

    public void Check(byte[] input)
    {
        var file = Path.Combine(_folder, "script.lua");
        // Without this table nothing but the top level runs.
        File.WriteAllText(file, "args = {} " + QuestionedCaptures.Text(input));
        var work = Directory.CreateDirectory(Path.Combine(_folder, "work")).FullName;
        try
        {
            Run(file, new ScriptRights(false, work), _captures.Of(input));
        }
        catch (Exception e) when (e is ChiselException or ChiselExit)
        {
            // Refused, failed, or ended.
        }
        if (Directory.EnumerateFileSystemEntries(_folder).Count() != 2 || Directory.EnumerateFileSystemEntries(work).Any(f => Path.GetFileName(f).StartsWith('.')))
            throw new PropertyException("it has written where it may not");
        Directory.Delete(work, recursive: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static void Run(string file, ScriptRights rights, byte[] capture)
    {
        using var stream = EventStream.Open(new MemoryStream(capture, writable: false));
        var (checks, allocated) = (0, GC.GetTotalAllocatedBytes());
        var setup = new ChiselSetup([], false, false, false)
        {
            MostMemory = MostMemory,
            Interrupted = () => ++checks > MostChecks || GC.GetTotalAllocatedBytes() - allocated > MostAllocated,
        };
        IChisel chisel = new LuaChisel(file, setup, rights, ChiselCatalog.FindBuiltIn);
        var text = new Utf8Writer();
        chisel.Begin(stream);
        chisel.Head(text);
        while (!chisel.IsDone && stream.Next())
        {
            if (chisel.Interval.Nanoseconds > 0)
                chisel.Tick(stream.Current.Raw.Timestamp, chisel.Interval.Nanoseconds, text);
            chisel.Add(stream.Current, text);
            text.Clear();
        }
        // A script that has been ended once is not ended again.
        if (!setup.Interrupted())
            chisel.End(text);
    }
}
