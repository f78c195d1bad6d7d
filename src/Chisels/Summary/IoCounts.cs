using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Summary;

/// <summary>Counts what successful reads and writes did: bytes, files, connections, slow calls, HTTP, messages in logs.</summary>
sealed class IoCounts(ChiselSetup setup, SummaryMetrics metrics)
{
    const double Millisecond = 1e6;
    const long Warning = 4;

    readonly ShownField _isWrite = new("evt.is_io_write", setup), _isRead = new("evt.is_io_read", setup), _type = new("fd.type", setup),
        _name = new("fd.name", setup), _nameInContainer = new("fd.containername", setup), _length = new("evt.buflen", setup),
        _latency = new("evt.latency", setup), _port = new("fd.sport", setup), _severity = new("syslog.severity", setup),
        _buffer = new("evt.arg.data", setup);
    readonly Utf8Writer _text = new();

    /// <summary>Takes an event; false when it neither reads nor writes.</summary>
    public bool Add(Event e)
    {
        var (isWrite, isRead) = (_isWrite.IsTrue(e), _isRead.IsTrue(e));
        if (!isWrite && !isRead)
            return false;
        if (_type.Is(e, "file"u8))
            AddFile(e, isWrite);
        else if (_type.Is(e, "ipv4"u8) || _type.Is(e, "ipv6"u8))
            AddNetwork(e, isWrite);
        else if (isWrite && _type.Is(e, "unix"u8))
            AddSyslog(e);
        return true;
    }

    void AddFile(Event e, bool isWrite)
    {
        var length = _length.TryNumber(e, out var bytes) ? bytes : 0;
        Count(metrics.Files, e, _nameInContainer);
        metrics.FileBytes.Current += length;
        (isWrite ? metrics.FileBytesWritten : metrics.FileBytesRead).Current += length;
        if (isWrite)
            Count(metrics.FilesWritten, e, _nameInContainer);
        _text.Clear();
        _name.Write(_text, e);
        var isDevice = _text.Written.StartsWith("/dev/"u8);
        if (isWrite)
            AddWritten(e);
        if (isDevice || !_latency.TryNumber(e, out var latency))
            return;
        if (latency > Millisecond)
            metrics.Over1Ms.Count();
        if (latency > 10 * Millisecond)
            metrics.Over10Ms.Count();
        if (latency > 100 * Millisecond)
            metrics.Over100Ms.Count();
    }

    /// <summary>A write to the file whose name the scratch holds.</summary>
    void AddWritten(Event e)
    {
        if (FileKind.IsSystem(_text.Written))
            metrics.SystemFilesWritten.Count(_text.Written);
        if (AddSyslog(e) || !FileKind.IsLog(_text.Written))
            return;
        _text.Clear();
        if (!_buffer.Write(_text, e))
            return;
        foreach (var line in _text.Written.Split((byte)'\n'))
            AddMessage(_text.Written[line]);
    }

    void AddMessage(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty)
            return;
        metrics.AppLog.Count();
        Span<byte> lower = message.Length <= 1024 ? stackalloc byte[message.Length] : new byte[message.Length];
        for (var i = 0; i < message.Length; i++)
            lower[i] = message[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(message[i] | 0x20) : message[i];
        if (lower.IndexOf("warn"u8) >= 0)
            metrics.AppLogWarnings.Count();
        else if (lower.IndexOf("error"u8) >= 0 || lower.IndexOf("critic"u8) >= 0 || lower.IndexOf("emergency"u8) >= 0 || lower.IndexOf("alert"u8) >= 0)
            metrics.AppLogErrors.Count();
    }

    void AddNetwork(Event e, bool isWrite)
    {
        var length = _length.TryNumber(e, out var bytes) ? bytes : 0;
        Count(metrics.Connections, e, _nameInContainer);
        metrics.NetBytes.Current += length;
        (isWrite ? metrics.NetBytesWritten : metrics.NetBytesRead).Current += length;
        if (_port.TryNumber(e, out var port) && Protocol.Of((long)port) is { } protocol)
            metrics.AddProtocolBytes(protocol, length);
        _text.Clear();
        if (!_buffer.Write(_text, e) || !_text.Written.StartsWith("HTTP/"u8))
            return;
        metrics.HttpRequests.Count();
        var status = _text.Written[(_text.Written.IndexOf((byte)' ') + 1)..];
        if (!status.StartsWith("200"u8) || status.Length > 3 && status[3] != ' ')
            metrics.HttpErrors.Count();
    }

    bool AddSyslog(Event e)
    {
        if (!_severity.TryNumber(e, out var severity))
            return false;
        metrics.SysLog.Count();
        if (severity == Warning)
            metrics.SysLogWarnings.Count();
        else if (severity < Warning)
            metrics.SysLogErrors.Count();
        return true;
    }

    void Count(DistinctMetric metric, Event e, ShownField name)
    {
        _text.Clear();
        if (name.Write(_text, e))
            metric.Count(_text.Written);
    }
}
