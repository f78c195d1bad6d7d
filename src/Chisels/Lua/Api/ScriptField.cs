using CSysdig.Capture.Events;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua.Api;

/// <summary>A field in a script's hands. Texts come as they are shown.</summary>
sealed class ScriptField(Field field, ChiselSetup setup, Dialect? dialect = null)
{
    /// <summary>A buffer is given as it is printed, in the style that the user or the script has chosen.</summary>
    readonly EventFormat? _buffer = field.Definition.Name == "evt.buffer" ? EventFormat.Parse("%evt.buffer", dialect) : null;
    readonly Utf8Writer _text = new(256);
    LuaText? _last;

    /// <summary>The value at an event, or nil.</summary>
    public LuaValue Of(Event e)
    {
        if (_buffer is not null)
        {
            _text.Clear();
            return _buffer.Write(_text, e) ? Kept() : default;
        }
        var value = new FieldValue { Type = field.Definition.Type };
        if (!field.TryGet(e, ref value))
            return default;
        if (KeyText.TryNumber(value, out var number))
            return number;
        if (value.Type == ParamType.Bool)
            return LuaValue.Of(value.Number != 0);
        _text.Clear();
        if (value.Type != ParamType.ByteBuf)
            return KeyText.Write(_text, field, e, setup) ? Kept() : default;
        _text.Write(value.Bytes);
        if (setup.Terminal)
            ScriptTexts.EscapeBuffer(_text);
        return Kept();
    }

    /// <summary>The same text often comes again: then it is the same object, and looking it up in a table is quick.</summary>
    LuaValue Kept()
    {
        if (_last is null || !_last.Bytes.AsSpan().SequenceEqual(_text.Written))
            _last = new LuaText(_text.Written.ToArray());
        return LuaValue.Of(_last);
    }
}
