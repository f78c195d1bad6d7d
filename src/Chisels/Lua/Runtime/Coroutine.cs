using System.Runtime.ExceptionServices;

namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>
/// A function that can pause. It has a thread of its own, which runs only while the one that resumed it waits, so that nothing
/// of a script ever runs at the same time as something else of it.
/// </summary>
sealed class Coroutine(LuaState state, LuaFunction function) : LuaObject
{
    const int Most = 1000, StackSize = 1 << 20;

    readonly SemaphoreSlim _resumed = new(0), _paused = new(0);
    Thread? _thread;
    LuaValue[] _passed = [];
    ExceptionDispatchInfo? _error;
    Coroutine? _resumer;
    bool _dead, _abandoned;

    public override LuaType Type => LuaType.Thread;

    public string StatusFor(LuaState of) => _dead ? "dead" : ReferenceEquals(of.Coroutine, this) ? "running" : _resumer is not null || _isRunning ? "normal" : "suspended";

    bool _isRunning;

    /// <summary>Runs on to the next pause; returns what was passed to it, or the results at the end.</summary>
    /// <exception cref="LuaException">It has ended, or the function fails.</exception>
    public LuaValue[] Resume(LuaValue[] args)
    {
        if (_dead)
            throw new LuaException("cannot resume dead coroutine");
        if (_isRunning)
            throw new LuaException("cannot resume non-suspended coroutine");
        if (_thread is null)
            Start();
        var frame = state.Frame;
        (_resumer, state.Coroutine, _isRunning, _passed) = (state.Coroutine, this, true, args);
        _resumed.Release();
        _paused.Wait();
        (state.Coroutine, _resumer, _isRunning, state.Frame) = (_resumer, null, false, frame);
        if (_error is null)
            return _passed;
        var error = _error;
        _error = null;
        error.Throw();
        return [];
    }

    /// <summary>Pauses; returns what the next resume passes.</summary>
    public LuaValue[] Yield(LuaValue[] values)
    {
        var frame = state.Frame;
        _passed = values;
        _paused.Release();
        _resumed.Wait();
        if (_abandoned)
            throw new LuaExit(0);
        state.Frame = frame;
        return _passed;
    }

    /// <summary>Its thread ends when it is paused: the script has ended.</summary>
    public void Abandon()
    {
        _abandoned = true;
        _resumed.Release();
    }

    void Start()
    {
        if (state.Coroutines.RemoveAll(c => c._dead) >= 0 && state.Coroutines.Count >= Most)
            throw new LuaException($"more than {Most} coroutines at a time");
        state.Coroutines.Add(this);
        _thread = new Thread(Run, StackSize) { IsBackground = true, Name = "coroutine" };
        try
        {
            _thread.Start();
        }
        catch (OutOfMemoryException)
        {
            _dead = true;
            throw new LuaException("the system has no room for another coroutine");
        }
    }

    void Run()
    {
        _resumed.Wait();
        if (_abandoned)
            return;
        try
        {
            state.Frame = null;
            _passed = state.Collect(function.Call(state, _passed));
        }
        catch (Exception e)
        {
            _error = ExceptionDispatchInfo.Capture(e);
        }
        _dead = true;
        if (!_abandoned)
            _paused.Release();
    }
}
