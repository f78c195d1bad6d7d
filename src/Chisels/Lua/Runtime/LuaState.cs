namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>A script's world: its globals, the results of the call just made, and the limits that it may not pass.</summary>
sealed class LuaState
{
    /// <summary>What a shell makes of Ctrl-C.</summary>
    const int Interrupted = 130;
    const int StepsBetweenChecks = 4096, BytesBetweenChecks = 64 << 20;

    readonly long _memoryLimit;
    readonly Func<bool> _interrupted;
    LuaValue[] _more = new LuaValue[8];
    int _steps;
    long _taken;

    /// <param name="memoryLimit">Bytes of memory above which a script ends with "not enough memory".</param>
    /// <param name="interrupted">The user wants the program to end; asked now and then while a script runs.</param>
    public LuaState(long memoryLimit, Func<bool> interrupted)
    {
        _memoryLimit = memoryLimit;
        _interrupted = interrupted;
        Globals["_G"] = LuaValue.Of(Globals);
    }

    public LuaTable Globals { get; } = new();

    /// <summary>What texts answer to, as in <c>s:upper()</c>.</summary>
    public LuaTable TextMethods { get; } = new();

    /// <summary><c>next</c> and the function behind <c>ipairs</c>, which loops know.</summary>
    public LuaFunction? Next { get; set; }
    public LuaFunction? NextElement { get; set; }

    /// <summary>The innermost call of a script's function.</summary>
    public Frame? Frame { get; set; }

    /// <summary>The coroutine that runs, or null.</summary>
    public Coroutine? Coroutine { get; set; }

    /// <summary>Those that have begun and may not have ended.</summary>
    public List<Coroutine> Coroutines { get; } = [];

    /// <summary>Files that a script has opened to write and not closed yet: what they hold back is written when the script ends.</summary>
    public HashSet<IDisposable> Unclosed { get; } = [];

    /// <summary>How many results the call just made has.</summary>
    public int ResultCount { get; set; }

    /// <summary>The results of the call just made from the second one on.</summary>
    public ReadOnlySpan<LuaValue> More => _more.AsSpan(0, Math.Max(0, ResultCount - 1));

    /// <summary>Sets the results of a call; returns the first.</summary>
    public LuaValue Results(ReadOnlySpan<LuaValue> values)
    {
        ResultCount = values.Length;
        if (values.Length > _more.Length + 1)
            _more = new LuaValue[values.Length];
        if (values.Length > 1)
            values[1..].CopyTo(_more);
        return values.Length > 0 ? values[0] : default;
    }

    public LuaValue Results(LuaValue first, LuaValue second)
    {
        ResultCount = 2;
        _more[0] = second;
        return first;
    }

    public LuaValue Results(LuaValue only)
    {
        ResultCount = 1;
        return only;
    }

    public LuaValue NoResults()
    {
        ResultCount = 0;
        return default;
    }

    /// <summary>All results of the call just made.</summary>
    public LuaValue[] Collect(LuaValue first)
    {
        if (ResultCount == 0)
            return [];
        var all = new LuaValue[ResultCount];
        all[0] = first;
        More.CopyTo(all.AsSpan(1));
        return all;
    }

    public LuaValue Call(LuaValue function, params ReadOnlySpan<LuaValue> args)
    {
        if (function.Object is LuaFunction callable)
            return callable.Call(this, args);
        var handler = Meta.Of(this, function, Meta.Call);
        if (handler.Function is not { } instead)
            throw Error($"attempt to call a {function.TypeName} value");
        return instead.Call(this, [function, .. args]);
    }

    /// <summary>An error at the line that runs, or at a call around it.</summary>
    /// <param name="level">1 the function that runs, 2 the one that called it.</param>
    public LuaException Error(string message, int level = 1) => new(Where(level) + message);

    /// <summary>File and line of a call, with a colon behind; empty where there is none.</summary>
    public string Where(int level)
    {
        var frame = Frame;
        while (--level > 0)
            frame = frame?.Caller;
        return frame is null ? "" : $"{frame.Closure.Proto.Source}:{frame.Line}: ";
    }

    /// <summary>Counts a call or a turn of a loop.</summary>
    public void Step()
    {
        if (++_steps < StepsBetweenChecks)
            return;
        _steps = 0;
        if (_interrupted())
            throw new LuaExit(Interrupted);
        CheckMemory(0);
    }

    /// <summary>A text of this length is about to be made.</summary>
    /// <exception cref="LuaException">There is no memory for it.</exception>
    public void Take(long bytes)
    {
        _taken += bytes;
        if (_taken < BytesBetweenChecks)
            return;
        _taken = 0;
        CheckMemory(bytes);
    }

    void CheckMemory(long more)
    {
        if (GC.GetTotalMemory(false) + more <= _memoryLimit)
            return;
        if (more > _memoryLimit || GC.GetTotalMemory(true) + more > _memoryLimit)
            throw Error("not enough memory");
    }
}
