using CSysdig.Capture.Events;
using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Printing;

/// <summary>A field's value as the original chisels, scripts in Lua, turn it into a text.</summary>
static class KeyText
{
    /// <summary>Writes a field's value: numbers as Lua writes them whatever the field's format, addresses in their notation, texts as they are shown.</summary>
    /// <param name="keepLines">The value is a buffer: its line ends stay line ends.</param>
    /// <returns>False, and nothing written, when the event has no such value.</returns>
    public static bool Write(Utf8Writer to, Field field, Event e, ChiselSetup setup, bool keepLines = false)
    {
        if (field is IComposedField composed && setup.Form == TextForm.Escaped)
            return composed.WriteShown(to, e);
        var value = new FieldValue { Type = field.Definition.Type };
        if (!field.TryGet(e, ref value))
            return false;
        switch (value.Type)
        {
            case ParamType.CharBuf or ParamType.ByteBuf or ParamType.FsPath or ParamType.FsRelPath:
                WriteText(to, value, field.Definition.IsStripped && !e.State.ExitOnly, setup, keepLines);
                break;
            case ParamType.IPAddr or ParamType.IPv4Addr or ParamType.IPv6Addr:
                AddressText.Write(to, value.Bytes);
                break;
            case ParamType.Bool:
                to.Write(value.Number != 0 ? "true"u8 : "false"u8);
                break;
            default:
                TryNumber(value, out var number);
                LuaNumber.Write(to, number);
                break;
        }
        return true;
    }

    static void WriteText(Utf8Writer to, in FieldValue value, bool strips, ChiselSetup setup, bool keepLines)
    {
        var start = to.Length;
        if (setup.Form == TextForm.Bytes)
        {
            to.Write(value.Bytes);
            return;
        }
        if (setup.Form != TextForm.AsTool && value.Type != ParamType.ByteBuf)
        {
            SafeText.Write(to, value.Bytes, setup.Terminal, keepLines);
            return;
        }
        if (strips && setup.Form == TextForm.AsTool)
            CleanText.WriteStripped(to, value.Bytes);
        else
            to.Write(value.Bytes);
        if (setup.Terminal)
            SafeText.EscapeFrom(to, start, keepLines: keepLines);
    }

    /// <summary>A value as a number; false for texts and addresses, which can't be summed.</summary>
    public static bool TryNumber(in FieldValue value, out double number)
    {
        number = value.Type switch
        {
            ParamType.Double => value.Double,
            ParamType.UInt64 or ParamType.RelTime or ParamType.AbsTime => (ulong)value.Number,
            _ => value.Number,
        };
        return value.Type is not (ParamType.CharBuf or ParamType.ByteBuf or ParamType.FsPath or ParamType.FsRelPath
            or ParamType.IPAddr or ParamType.IPv4Addr or ParamType.IPv6Addr or ParamType.Bool);
    }
}
