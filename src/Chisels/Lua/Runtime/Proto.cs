using System.Runtime.CompilerServices;

namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>A function as the script's text has it; a closure is made of it each time its text is come by.</summary>
sealed class Proto
{
    /// <summary>Frames that are free: calls inside calls need more than one.</summary>
    readonly Stack<Frame> _free = new();

    /// <summary>For messages: "on_event", "ansiterminal.moveto", or "?".</summary>
    public required string Name { get; init; }
    /// <summary>The script's file name.</summary>
    public required string Source { get; init; }
    public required int Line { get; init; }
    public int Parameters { get; set; }
    public bool IsVararg { get; set; }
    public int SlotCount { get; set; }
    public Statement Body { get; set; } = null!;
    /// <summary>The parameters that inner functions use too.</summary>
    public int[] CaughtParameters { get; set; } = [];
    /// <summary>Which variables of the function around it a closure catches: a slot of it, or one that it has caught itself.</summary>
    public (bool IsSlot, int Index)[] Catches { get; set; } = [];

    public Frame Rent(Closure closure, LuaState state)
    {
        if (!_free.TryPop(out var frame))
            frame = new Frame { Slots = new LuaValue[SlotCount] };
        frame.Closure = closure;
        frame.State = state;
        return frame;
    }

    /// <summary>Runs the body over a frame whose first slots are the arguments, and takes the frame back.</summary>
    public LuaValue Run(LuaState state, Frame frame)
    {
        state.Step();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new LuaException($"{Source}:{Line}: stack overflow");
        frame.Caller = state.Frame;
        state.Frame = frame;
        foreach (var slot in CaughtParameters)
            frame.Slots[slot] = LuaValue.Of(new Cell { Value = frame.Slots[slot] });
        var result = default(LuaValue);
        if (Body.Run(frame) == Flow.Return)
            result = frame.Result;
        else
            state.ResultCount = 0;
        state.Frame = frame.Caller;
        Release(frame);
        return result;
    }

    // A frame that an error has left is not taken back; another one is made when it is needed.
    void Release(Frame frame)
    {
        Array.Clear(frame.Slots);
        frame.Extra = [];
        frame.Result = default;
        frame.Caller = null;
        _free.Push(frame);
    }
}

/// <summary>One call of a function of a script; or of <c>pcall</c>, which stands between the frames and has no place in a text.</summary>
sealed class Frame
{
    public LuaValue[] Slots = [];
    public LuaValue[] Extra = [];
    public Closure Closure = null!;
    public bool IsOfHost => Closure is null;
    public LuaState State = null!;
    public Frame? Caller;
    /// <summary>The first result, once a return statement was met.</summary>
    public LuaValue Result;
    /// <summary>The label that a goto is on its way to.</summary>
    public string? Target;
    /// <summary>The line of the call that is being made.</summary>
    public int Line;
}

/// <summary>How a statement ended.</summary>
enum Flow : byte { Next, Break, Return, Goto }
