using CSysdig.Capture.Events;
using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Tables;

/// <summary>A field's value as the original chisels, scripts in Lua, turn it into a text.</summary>
static class KeyText
{
    /// <summary>Writes a field's value: numbers as Lua writes them whatever the field's format, addresses in their notation, texts as they are.</summary>
    /// <returns>False, and nothing written, when the event has no such value.</returns>
    public static bool Write(Utf8Writer to, Field field, Event e)
    {
        var value = new FieldValue { Type = field.Definition.Type };
        if (!field.TryGet(e, ref value))
            return false;
        switch (value.Type)
        {
            case ParamType.CharBuf or ParamType.ByteBuf or ParamType.FsPath or ParamType.FsRelPath:
                if (field.Definition.IsStripped && !e.State.ExitOnly)
                    CleanText.WriteStripped(to, value.Bytes);
                else
                    to.Write(value.Bytes);
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
