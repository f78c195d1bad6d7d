using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Tables;

/// <summary>A field's value as the original chisels, scripts in Lua, turn it into a text.</summary>
static class KeyText
{
    /// <summary>Writes a value: numbers in decimal whatever the field's format, addresses in their notation, texts as they are.</summary>
    public static void Write(Utf8Writer to, in FieldValue value)
    {
        switch (value.Type)
        {
            case ParamType.CharBuf or ParamType.ByteBuf or ParamType.FsPath or ParamType.FsRelPath:
                to.Write(value.Bytes);
                break;
            case ParamType.IPAddr or ParamType.IPv4Addr or ParamType.IPv6Addr:
                AddressText.Write(to, value.Bytes);
                break;
            case ParamType.Bool:
                to.Write(value.Number != 0 ? "true"u8 : "false"u8);
                break;
            default:
                to.Write(value.Number);
                break;
        }
    }

    /// <summary>A value as a number; false for texts and addresses, which can't be summed.</summary>
    public static bool TryNumber(in FieldValue value, out double number)
    {
        number = value.Type == ParamType.Double ? value.Double : value.Number;
        return value.Type is not (ParamType.CharBuf or ParamType.ByteBuf or ParamType.FsPath or ParamType.FsRelPath
            or ParamType.IPAddr or ParamType.IPv4Addr or ParamType.IPv6Addr or ParamType.Bool);
    }
}
