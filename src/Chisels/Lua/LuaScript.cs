using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Chisels.Lua.Syntax;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua;

/// <summary>A script that has been read and whose top level has run: its functions and tables can be asked for.</summary>
sealed class LuaScript : IDisposable
{
    /// <summary>A script that takes more memory than this ends.</summary>
    const long MostMemory = 1L << 30;

    readonly Utf8Writer _unread = new();

    LuaScript(string file, ScriptRights rights, Func<bool> interrupted)
    {
        File = file;
        Rights = rights;
        State = new LuaState(MostMemory, interrupted);
        Output = _unread;
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
    public ScriptRights Rights { get; }

    /// <summary>Where what it prints goes.</summary>
    public Utf8Writer Output { get; set; }

    /// <summary>What it printed before <see cref="Output"/> was set.</summary>
    public Utf8Writer Unread => _unread;

    /// <summary>Reads a script and runs its top level.</summary>
    /// <param name="offer">Puts the functions of the host into its globals.</param>
    /// <exception cref="LuaException">The script is wrong or fails.</exception>
    /// <exception cref="LuaExit">The script has ended the run.</exception>
    public static LuaScript Load(string file, ScriptRights rights, Func<bool> interrupted, Action<LuaScript> offer)
    {
        var script = new LuaScript(file, rights, interrupted);
        offer(script);
        PackageLibrary.NoteLibraries(script.State);
        var chunk = Parser.Parse(ScriptText.Read(file), Path.GetFileName(file));
        script.State.Call(LuaValue.Of(new Closure(chunk, [], script.State.Globals)));
        return script;
    }

    /// <summary>A function of the script, or null.</summary>
    public LuaFunction? Function(string name) => State.Globals[name].Function;

    /// <summary>A text of the script, or null.</summary>
    public string? Text(string name) => State.Globals[name].Text?.ToString();

    public LuaTable? Table(string name) => State.Globals[name].Table;

    public void Dispose()
    {
        foreach (var coroutine in State.Coroutines)
            coroutine.Abandon();
        foreach (var file in State.Unclosed)
            file.Dispose();
        State.Unclosed.Clear();
    }
}
