using System.Diagnostics;
using CSysdig.Chisels.Lua.Api;
using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Chisels.Lua.Syntax;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua;

/// <summary>A script that has been read and whose top level has run: its functions and tables can be asked for.</summary>
sealed class LuaScript : IDisposable
{
    /// <summary>Of a script that is only asked what it is: more than any table takes to be made.</summary>
    const long MostMemoryToDescribe = 1L << 28, MostStepsToDescribe = 10_000_000;

    static readonly TimeSpan s_timeToDescribe = TimeSpan.FromSeconds(1);

    readonly Utf8Writer _unread;

    LuaScript(string file, ScriptRights rights, LuaState state, Utf8Writer unread)
    {
        File = file;
        State = state;
        Output = _unread = unread;
        BaseLibrary.Open(State);
        TextLibrary.Open(State);
        TableLibrary.Open(State);
        MathLibrary.Open(State);
        CoroutineLibrary.Open(State);
        DebugLibrary.Open(State);
        OsLibrary.Open(State, rights);
        IoLibrary.Open(State, rights, () => Output);
        PackageLibrary.Open(State, ScriptFolders.SearchedFor(file));
    }

    public string File { get; }
    public string Name => Path.GetFileNameWithoutExtension(File);
    public LuaState State { get; }

    /// <summary>Where what it prints goes.</summary>
    public Utf8Writer Output { get; set; }

    /// <summary>What it printed before <see cref="Output"/> was set.</summary>
    public Utf8Writer Unread => _unread;

    /// <summary>What ended the top level of a script that was only asked what it is: a mistake, its own wish, or a limit.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Reads a script and runs its top level.</summary>
    /// <param name="state">The world that it gets, with its limits.</param>
    /// <param name="offer">Puts the functions of the host into its globals.</param>
    /// <param name="unread">Takes what it prints before anybody reads it.</param>
    /// <exception cref="LuaException">The script is wrong or fails.</exception>
    /// <exception cref="LuaExit">The script has ended the run.</exception>
    public static LuaScript Load(string file, ScriptRights rights, LuaState state, Action<LuaScript> offer, Utf8Writer? unread = null)
    {
        var script = new LuaScript(file, rights, state, unread ?? new Utf8Writer());
        try
        {
            offer(script);
            script.RunTopLevel(ScriptText.Read(file));
            return script;
        }
        catch
        {
            script.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Reads a script for what it says about itself. Its top level runs, but no call of it reaches anything, and it has limits of
    /// its own: it may lie anywhere, and nobody has asked for it.
    /// </summary>
    /// <param name="text">What stands in the file.</param>
    /// <param name="isView">It is a table, and has no <c>io</c> and no <c>os</c>.</param>
    public static LuaScript Describe(string file, byte[] text, bool isView)
    {
        var started = Stopwatch.GetTimestamp();
        var steps = 0L;
        var isOver = false;
        var state = new LuaState(MostMemoryToDescribe,
            () => isOver = (steps += LuaState.StepsBetweenChecks) > MostStepsToDescribe || Stopwatch.GetElapsedTime(started) > s_timeToDescribe);
        var script = new LuaScript(file, new ScriptRights(false, Directory.GetCurrentDirectory()), state, new Utf8Writer());
        HostApi.OfferNothing(state);
        HostApi.TakeAway(state, isView);
        try
        {
            script.RunTopLevel(text);
        }
        catch (LuaExit e)
        {
            script.Failure = isOver ? new LuaException($"{file}: takes too long to say what it is") : e;
        }
        catch (LuaException e)
        {
            script.Failure = e;
        }
        return script;
    }

    /// <summary>A function of the script, or null.</summary>
    public LuaFunction? Function(string name) => Global(name).Function;

    /// <summary>A text of the script, or null.</summary>
    public string? Text(string name) => Global(name).Text?.ToString();

    public LuaTable? Table(string name) => Global(name).Table;

    /// <summary>A global of the script; a script that has put a table of its own in their place may lead to them by its metatable.</summary>
    public LuaValue Global(string name)
    {
        Meta.TryGet(State, LuaValue.Of(State.Globals), LuaValue.Of(name), out var value);
        return value;
    }

    public void Dispose()
    {
        foreach (var coroutine in State.Coroutines)
            coroutine.Abandon();
        foreach (var file in State.Unclosed)
            file.Dispose();
        State.Unclosed.Clear();
    }

    void RunTopLevel(byte[] text)
    {
        PackageLibrary.NoteLibraries(State);
        var chunk = Parser.Parse(text, Path.GetFileName(File), State);
        State.Call(LuaValue.Of(new Closure(chunk, [], State.Globals)));
    }
}
