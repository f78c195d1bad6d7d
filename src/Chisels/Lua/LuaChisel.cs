using CSysdig.Chisels.Lua.Api;
using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Formats;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua;

/// <summary>A chisel that is a script: its filter runs here, its callbacks in Lua. It may hand over to a built-in one.</summary>
sealed class LuaChisel(string file, ChiselSetup setup, ScriptRights rights, Func<string, ChiselDefinition?> findBuiltIn) : IChisel, IScriptHost
{
    /// <summary>What scripts print before <see cref="Head"/>.</summary>
    readonly Utf8Writer _unread = new();
    LuaScript? _script;
    EventStream? _stream;
    Filter? _filter;
    EventFormat? _lines;
    LuaFunction? _onEvent;
    IReadOnlyList<string> _arguments = setup.Arguments;
    string? _next;
    IChisel? _builtIn;
    /// <summary>The user had ended the run before its end was told: that the script still hears of it is what he wants.</summary>
    bool _wasInterrupted;
    bool _hasEvent;

    public ChiselSetup Setup => setup;
    public EventStream Stream => _stream ?? throw new LuaException("no capture is open yet");
    public Event? Event => _hasEvent ? Stream.Current : null;
    public ChiselInterval Interval { get => _builtIn?.Interval ?? field; set; }
    public bool IsDone { get => _builtIn?.IsDone ?? field; set; }
    public Filter? StreamFilter { get => _builtIn?.StreamFilter ?? field; set; }
    public CaptureExport? Export => _builtIn?.Export;
    public string? Remark => _builtIn?.Remark;
    public ScriptRun? NextRun { get; private set; }

    public void RunNext(string arguments) => NextRun = new ScriptRun(arguments, rights.Trusted, WhyNotWrite, (c, a) => rights.WhyNotRun(c, a, WhyNotWrite));

    /// <summary>What others write for the script lies where it may write itself; or the user has named it, and it is not there yet.</summary>
    string? WhyNotWrite(string path) => setup.Arguments.Contains(path) && !Path.Exists(path) ? null : rights.WhyNotWrite(path);

    public Filter? Filter
    {
        set => _filter = value;
    }

    public EventFormat? Lines
    {
        set => _lines = value;
    }

    /// <summary>Reads the script, hands it its arguments, and lets it begin.</summary>
    /// <exception cref="ChiselException">The script fails.</exception>
    public void Begin(EventStream stream)
    {
        _stream = stream;
        Guarded(() =>
        {
            Start(file);
            if (_builtIn is not null)
            {
                _builtIn.Begin(stream);
                return;
            }
            _onEvent = _script!.Function("on_event");
            if (_script.Function("on_capture_start") is { } start && start.Call(_script.State, []).IsFalse)
                throw new LuaException($"chisel {_script.Name}: on_capture_start() failed");
        });
    }

    public void Head(Utf8Writer to)
    {
        to.Write(_unread.Written);
        _unread.Clear();
        _builtIn?.Head(to);
    }

    public void Add(Event e, Utf8Writer to)
    {
        if (_builtIn is not null)
        {
            _builtIn.Add(e, to);
            return;
        }
        _hasEvent = true;
        if (_filter is not null && !_filter.Test(e))
            return;
        var script = _script!;
        script.Output = to;
        if (_onEvent is not null)
        {
            var wanted = true;
            try
            {
                wanted = !_onEvent.Call(script.State, []).IsFalse;
            }
            catch (LuaExit) when (setup.Interrupted())
            {
                // The user has ended a callback that took too long; what was found so far is shown.
                IsDone = true;
                return;
            }
            catch (Exception error) when (Translate(error) is { } translated)
            {
                script.Dispose();
                throw translated;
            }
            if (!wanted || IsDone)
                return;
        }
        if (_lines is null)
            return;
        if (setup.Json ? _lines.WriteJson(to, e) : _lines.Write(to, e))
            to.Write('\n');
    }

    public void LeaveOff(Utf8Writer to) => to.Write(_unread.Written);

    public void Tick(ulong time, ulong passed, Utf8Writer to)
    {
        const ulong Second = 1_000_000_000;
        if (_builtIn is not null)
        {
            _builtIn.Tick(time, passed, to);
            return;
        }
        _hasEvent = true;
        _script!.Output = to;
        if (_script.Function("on_interval") is { } tick)
            Guarded(() =>
            {
                if (tick.Call(_script.State, [time / Second, time % Second, passed]).IsFalse)
                    throw new LuaException($"chisel {_script.Name} has ended the run");
            });
    }

    public void End(Utf8Writer to)
    {
        const ulong Second = 1_000_000_000;
        if (_builtIn is not null)
        {
            _builtIn.End(to);
            return;
        }
        var script = _script!;
        script.Output = to;
        _wasInterrupted = setup.Interrupted();
        var (first, last) = (Stream.State.FirstTimestamp, Stream.Current.Raw.Timestamp);
        if (script.Function("on_capture_end") is { } end)
            Guarded(() => end.Call(script.State, [last / Second, last % Second, (double)(long)(last - first)]));
        script.Dispose();
    }

    public void Exec(string name, IReadOnlyList<string> arguments)
    {
        _next = name;
        _arguments = arguments;
    }

    /// <summary>Loads a script, and the one that it calls for with <c>chisel.exec</c>, until one wants to run.</summary>
    void Start(string from)
    {
        const int MostInARow = 16;
        for (var i = 0; i < MostInARow; i++)
        {
            _next = null;
            _script?.Dispose();
            _script = LuaScript.Load(from, rights, new LuaState(setup.MostMemory, () => !_wasInterrupted && setup.Interrupted()), s => HostApi.Offer(s.State, rights, this), _unread);
            PassArguments(_script);
            var result = _script.Function("on_init")?.Call(_script.State, []) ?? LuaValue.Of(true);
            if (_next is null)
            {
                if (result.IsFalse)
                    throw new LuaException($"chisel {_script.Name}: on_init() failed");
                return;
            }
            if (!rights.Trusted && _next.Contains(Path.DirectorySeparatorChar))
                throw new LuaException($"chisel {_script.Name} wants chisel {_next}: chisels call for those beside them and of the folders only; --trust-chisels allows it");
            if ((ScriptFolders.Find(Path.Combine(Path.GetDirectoryName(from)!, _next)) ?? ScriptFolders.Find(_next)) is { } next)
                from = next;
            else if (findBuiltIn(_next) is { } builtIn)
            {
                // sysdig's scripts of tables need no more than its table_generator, which is built in.
                CheckCount(builtIn.Name, builtIn.Arguments.Count, builtIn.RequiredArguments);
                if (rights.WhyNotRun(builtIn, _arguments, WhyNotWrite) is { } reason)
                    throw new LuaException($"chisel {_script.Name}: {reason}");
                _builtIn = builtIn.Create(setup with { Arguments = _arguments });
                return;
            }
            else
                throw new LuaException($"chisel {_script.Name} wants chisel {_next}, which is not there");
        }
        throw new LuaException($"chisel {Path.GetFileName(file)}: chisels call for each other without an end");
    }

    void PassArguments(LuaScript script)
    {
        var known = script.Table("args") is { } args ? ScriptCatalog.Arguments(args) : throw new LuaException($"chisel {script.Name} has no table 'args'");
        CheckCount(script.Name, known.Count, known.Count(a => !a.Optional));
        for (var i = 0; i < _arguments.Count; i++)
        {
            var take = script.Function("on_set_arg") ?? throw new LuaException($"chisel {script.Name} has no function on_set_arg");
            if (take.Call(script.State, [LuaValue.Of(known[i].Name), LuaValue.Of(_arguments[i])]).IsFalse)
                throw new LuaException($"chisel {script.Name} does not take '{_arguments[i]}' as {known[i].Name}");
        }
    }

    void CheckCount(string name, int most, int least)
    {
        if (_arguments.Count > most || _arguments.Count < least)
            throw new LuaException($"chisel {name} takes {most} arguments; {_arguments.Count} given");
    }

    void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (Translate(error) is { } translated)
        {
            _script?.Dispose();
            throw translated;
        }
    }

    static Exception? Translate(Exception error) => error switch
    {
        LuaException e => new ChiselException(e.Message),
        LuaExit e => new ChiselExit(e.Code),
        OutOfMemoryException => new ChiselException("a script wants more memory than there is"),
        _ => null,
    };
}
