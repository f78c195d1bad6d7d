namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>What a value of a script is.</summary>
enum LuaType : byte { Nil, Boolean, Number, Text, Table, Function, UserData, Thread, Cell }

/// <summary>Everything a <see cref="LuaValue"/> may refer to; for numbers and booleans an object stands for the type.</summary>
abstract class LuaObject
{
    public abstract LuaType Type { get; }
}

/// <summary>Marks a value as a number.</summary>
sealed class NumberTag : LuaObject
{
    public static readonly NumberTag Instance = new();

    public override LuaType Type => LuaType.Number;
}

/// <summary>The two booleans.</summary>
sealed class BooleanTag : LuaObject
{
    public static readonly BooleanTag True = new(), False = new();

    public override LuaType Type => LuaType.Boolean;
}

/// <summary>A local variable that a function inside its own uses too, and may outlive its scope.</summary>
sealed class Cell : LuaObject
{
    public LuaValue Value;

    public override LuaType Type => LuaType.Cell;
}

/// <summary>An object of the host in a script's hands: a field, an open file.</summary>
sealed class LuaUserData(object content, LuaTable? metatable = null) : LuaObject
{
    public object Content { get; } = content;
    public LuaTable? Metatable { get; } = metatable;

    public override LuaType Type => LuaType.UserData;
}
