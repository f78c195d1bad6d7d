using CSysdig.Capture.Events;
using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>
/// Where the values of parameters are written before they are shown. The tools have one such place for a whole run, and show what
/// an earlier value has left in it: 0.29.3 where a path is empty, libs 0.25.4 where a buffer is absent. So do we when we are to
/// print what they do.
/// </summary>
sealed class ParamScratch
{
    readonly Utf8Writer _text = new();
    int _bufferLength;

    /// <summary>The value of a parameter; valid until the next.</summary>
    public ReadOnlySpan<byte> Write(scoped in EventParam param)
    {
        var compat = param.Event.State.Compat;
        if (param.IsEmptyPath && !param.ExitOnly && compat)
            return _text.Written;
        _text.Clear();
        ParamValue.Write(_text, param);
        _text.Terminate();
        if (param.ExitOnly && !param.IsAbsent && compat)
            WriteBehind(param);
        if (param.Type == ParamType.ByteBuf && !param.IsAbsent)
            _bufferLength = _text.Length;
        return _text.Written;
    }

    /// <summary>What libs 0.25.4 writes behind the NUL that ends a value: the zone of a time, and another NUL after a list of fds.</summary>
    void WriteBehind(scoped in EventParam param)
    {
        var end = _text.Length;
        if (end == 0 || param.Type is not (ParamType.AbsTime or ParamType.FdList))
            return;
        _text.Write((byte)0);
        if (param.Type == ParamType.AbsTime)
            TimeText.WriteZone(_text, param.Number);
        _text.Terminate();
        _text.Truncate(end);
    }

    /// <summary>The tool has written a name here while it followed the state (that of a socket).</summary>
    public void Note(ReadOnlySpan<byte> text)
    {
        _text.Clear();
        _text.Write(text);
        _text.Terminate();
    }

    /// <summary>What stands there, read at the length of the buffer written last.</summary>
    public ReadOnlySpan<byte> AtBufferLength => _text.Left(_bufferLength);
}
