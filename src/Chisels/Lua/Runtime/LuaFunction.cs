namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>
/// Something that can be called. A call returns its first result (nil where there is none); how many there are, and the others,
/// stand in the state until the next call.
/// </summary>
abstract class LuaFunction : LuaObject
{
    public override LuaType Type => LuaType.Function;

    public abstract string Name { get; }

    public abstract LuaValue Call(LuaState state, ReadOnlySpan<LuaValue> args);
}

/// <summary>A function of the host with one result.</summary>
delegate LuaValue HostCall(LuaState state, ReadOnlySpan<LuaValue> args);

/// <summary>A function that the host offers to scripts.</summary>
sealed class HostFunction(string name, HostCall call, bool setsResults = false) : LuaFunction
{
    public override string Name => name;

    /// <summary>Calls it; one that may have more or fewer results than one has said so itself.</summary>
    public override LuaValue Call(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        LuaValue result;
        try
        {
            result = call(state, args);
        }
        catch (BadArgument e)
        {
            throw state.Error($"bad argument #{e.Place} to '{(state.Frame is null or { IsOfHost: true } ? "?" : name)}' ({e.Message})");
        }
        catch (OutOfMemoryException)
        {
            // Also what no text or list can be long enough for.
            throw state.Error("not enough memory");
        }
        if (!setsResults)
            state.ResultCount = 1;
        return result;
    }
}

/// <summary>A function of a script with the variables it has caught.</summary>
sealed class Closure(Proto proto, Cell[] caught, LuaTable globals) : LuaFunction
{
    public Proto Proto { get; } = proto;

    public Cell[] Caught { get; } = caught;

    /// <summary>Where its global names are looked up (setfenv).</summary>
    public LuaTable Globals { get; set; } = globals;

    public override string Name => Proto.Name;

    public override LuaValue Call(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        state.TakeValues(args.Length);
        var frame = Proto.Rent(this, state);
        var fixedArgs = Math.Min(args.Length, Proto.Parameters);
        args[..fixedArgs].CopyTo(frame.Slots);
        frame.Extra = Proto.IsVararg && args.Length > Proto.Parameters ? args[Proto.Parameters..].ToArray() : [];
        return Proto.Run(state, frame);
    }
}
