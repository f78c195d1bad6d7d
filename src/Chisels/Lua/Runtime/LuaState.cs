using System.Runtime.CompilerServices;

namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>A script's world: its globals, the results of the call just made, and the limits that it may not pass.</summary>
sealed class LuaState
{
    /// <summary>What a shell makes of Ctrl-C.</summary>
    const int Interrupted = 130;

    /// <summary>Steps after which the limits are looked at: a call, a turn of a loop, some hundred bytes of text.</summary>
    public const int StepsBetweenChecks = 4096;

    /// <summary>A function has at most so many results and arguments that no script lists.</summary>
    public const int MostResults = 1_000_000;

    const int BytesBetweenChecks = 64 << 20, BytesOfStep = 256, BytesOfValue = 16, FewValues = 64;

    readonly long _memoryLimit, _takenBefore = GC.GetAllocatedBytesForCurrentThread();
    readonly int _thread = Environment.CurrentManagedThreadId;
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

    /// <summary>What functions that are loaded from now on find their names in; the libraries are put into the first one (setfenv(0)).</summary>
    public LuaTable Globals { get; set; } = new();

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
        TakeValues(values.Length);
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
        TakeValues(ResultCount);
        var all = new LuaValue[ResultCount];
        all[0] = first;
        More.CopyTo(all.AsSpan(1));
        return all;
    }

    /// <summary>Calls what a metatable, a protected call or the host names: functions of the host may call each other so without an end.</summary>
    public LuaValue Call(LuaValue function, params ReadOnlySpan<LuaValue> args)
    {
        EnsureStack();
        if (function.Object is LuaFunction callable)
            return callable.Call(this, args);
        var handler = Meta.Of(this, function, Meta.Call);
        if (handler.Function is not { } instead)
            throw Error($"attempt to call a {function.TypeName} value");
        TakeValues(args.Length);
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
        return frame is null or { IsOfHost: true } ? "" : $"{frame.Closure.Proto.Source}:{(frame.Line > 0 ? frame.Line : frame.Closure.Proto.Line)}: ";
    }

    /// <summary>Counts a call, a turn of a loop, or as much work.</summary>
    public void Step(int work = 1)
    {
        _steps += work;
        if (_steps >= StepsBetweenChecks)
            Check();
    }

    /// <summary>A text of this length is about to be made or looked through.</summary>
    /// <exception cref="LuaException">There is no memory for it.</exception>
    public void Take(long bytes)
    {
        Step((int)(Math.Min(bytes, int.MaxValue) / BytesOfStep));
        _taken += bytes;
        if (_taken < BytesBetweenChecks)
            return;
        _taken = 0;
        CheckMemory(bytes);
    }

    /// <summary>A list of so many values is about to be made; short ones are made all the time and soon forgotten.</summary>
    public void TakeValues(int count)
    {
        if (count > FewValues)
            Take((long)count * BytesOfValue);
    }

    /// <summary>Looks at the limits now.</summary>
    /// <exception cref="LuaExit">The user wants to end, or the time is over.</exception>
    /// <exception cref="LuaException">Too much memory is taken.</exception>
    public void Check()
    {
        _steps = 0;
        if (_interrupted())
            throw new LuaExit(Interrupted);
        CheckMemory(0);
    }

    /// <summary>Waits for what may not come: an end of a fifo, a program's output. The user can end that.</summary>
    public T WaitFor<T>(Func<T> work)
    {
        const int BetweenChecks = 20;
        var task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (Task.WaitAny([task], BetweenChecks) < 0)
            Check();
        return task.GetAwaiter().GetResult();
    }

    /// <exception cref="LuaException">Calls are nested too deeply.</exception>
    public void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Error("stack overflow");
    }

    void CheckMemory(long more)
    {
        if (HasTakenLittle(more) || GC.GetTotalMemory(false) + more <= _memoryLimit)
            return;
        if (more > _memoryLimit)
            throw Error("not enough memory");
        GC.Collect();
        if (GC.GetTotalMemory(false) + more > _memoryLimit)
            throw Error("not enough memory");
    }

    /// <summary>What else the program holds is not the script's: it can't hold more than it has ever taken. Coroutines take on threads of their own.</summary>
    bool HasTakenLittle(long more) => Coroutines.Count == 0 && Environment.CurrentManagedThreadId == _thread
        && GC.GetAllocatedBytesForCurrentThread() - _takenBefore + more <= _memoryLimit;
}
