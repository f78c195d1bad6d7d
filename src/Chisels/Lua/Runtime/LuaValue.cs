using System.Runtime.CompilerServices;

namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>A value of a script. The default one is nil. Numbers are doubles, as in Lua 5.1 and LuaJIT.</summary>
readonly struct LuaValue
{
    public readonly LuaObject? Object;
    /// <summary>Of a number; else 0.</summary>
    public readonly double Number;

    LuaValue(LuaObject? content) => Object = content;

    public LuaValue(double number)
    {
        Object = NumberTag.Instance;
        Number = number;
    }

    public static LuaValue Of(LuaObject? content) => new(content);

    public static LuaValue Of(bool value) => new(value ? BooleanTag.True : BooleanTag.False);

    public static LuaValue Of(string text) => new(new LuaText(System.Text.Encoding.UTF8.GetBytes(text)));

    public static LuaValue Of(ReadOnlySpan<byte> text) => new(new LuaText(text.ToArray()));

    public static implicit operator LuaValue(double number) => new(number);

    public bool IsNil => Object is null;

    public bool IsNumber
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(Object, NumberTag.Instance);
    }

    public bool IsFalse => Object is null || ReferenceEquals(Object, BooleanTag.False);

    public bool IsBoolean => Object is BooleanTag;

    public LuaText? Text => Object as LuaText;

    public LuaTable? Table => Object as LuaTable;

    public LuaFunction? Function => Object as LuaFunction;

    public LuaType Type => Object?.Type ?? LuaType.Nil;

    /// <summary>As <c>type()</c> names it.</summary>
    public string TypeName => Type switch
    {
        LuaType.Nil => "nil",
        LuaType.Boolean => "boolean",
        LuaType.Number => "number",
        LuaType.Text => "string",
        LuaType.Table => "table",
        LuaType.Function => "function",
        LuaType.Thread => "thread",
        _ => "userdata",
    };

    /// <summary>Equality without metamethods.</summary>
    public bool RawEquals(in LuaValue other)
    {
        if (!ReferenceEquals(Object, other.Object))
            return Object is LuaText a && other.Object is LuaText b && a.SameAs(b);
        return !IsNumber || Number == other.Number;
    }

    /// <summary>The number it is or, as a text, spells.</summary>
    public bool TryNumber(out double number)
    {
        number = Number;
        return IsNumber || Object is LuaText text && LuaNumber.TryParse(text.Bytes, out number);
    }

    /// <summary>The text it is or, as a number, is written as; null for anything else.</summary>
    public LuaText? AsText() => Object is LuaText text ? text : IsNumber ? LuaNumber.ToText(Number) : null;

    public override string ToString() => AsText()?.ToString() ?? TypeName;
}
