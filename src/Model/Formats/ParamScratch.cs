using CSysdig.Capture.Events;
using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>
/// Where the values of parameters are written before they are shown. The tools have one such place for a whole run, and show what
/// an earlier value has left in it: 0.29.3 where a path is empty, libs 0.25.4 where a buffer is absent.
/// </summary>
sealed class ParamScratch
{
    readonly Utf8Writer _text = new();
    int _bufferLength;

    /// <summary>The value of a parameter; valid until the next.</summary>
    public ReadOnlySpan<byte> Write(scoped in EventParam param)
    {
        if (param.IsEmptyPath && !param.ExitOnly)
            return _text.Written;
        _text.Clear();
        ParamValue.Write(_text, param);
        _text.Terminate();
        if (param.Type == ParamType.ByteBuf && !param.IsAbsent)
            _bufferLength = _text.Length;
        return _text.Written;
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
