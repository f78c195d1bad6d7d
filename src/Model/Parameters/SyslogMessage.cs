using System.Buffers.Text;
using CSysdig.Capture.Events;

namespace CSysdig.Model.Parameters;

/// <summary>A line of syslog (RFC 3164) in a write to /dev/log: <c>&lt;38&gt;text</c>.</summary>
readonly ref struct SyslogMessage
{
    const int LongestPriority = 15;

    static readonly ParamIndex s_data = new("data");

    /// <summary>The facility times eight, plus the severity.</summary>
    public int Priority { get; private init; }
    public ReadOnlySpan<byte> Text { get; private init; }

    public int Facility => Priority >> 3;
    public int Severity => Priority & 7;

    /// <summary>The line that an event writes; false when it writes none.</summary>
    public static bool TryGet(Event e, out SyslogMessage message)
    {
        message = default;
        if (e.Info.IsEnter || !e.Has(EventFlags.WritesToFd) || e.ParsedFd is not { } fd || fd.Name.AsSpan().IndexOf("/dev/log"u8) < 0)
            return false;
        var at = s_data.In(e);
        if (at < 0 || e.Raw.Int64(0) < 0)
            return false;
        var data = e.Raw.Param(at);
        if (data.IsEmpty)
            return false;
        var digits = data[1..];
        var end = digits.IndexOfAny((byte)'>', (byte)0);
        digits = digits[..Math.Min(LongestPriority, end < 0 ? digits.Length : end)];
        if (digits.IsEmpty || data.Length < digits.Length + 2 || !Utf8Parser.TryParse(digits, out int priority, out var used) || used != digits.Length || priority == -1)
            return false;
        message = new SyslogMessage { Priority = priority, Text = data[(digits.Length + 2)..] };
        return true;
    }

    public ReadOnlySpan<byte> SeverityName => Severity switch
    {
        0 => "emerg"u8,
        1 => "alert"u8,
        2 => "crit"u8,
        3 => "err"u8,
        4 => "warn"u8,
        5 => "notice"u8,
        6 => "info"u8,
        _ => "debug"u8,
    };

    public ReadOnlySpan<byte> FacilityName => Facility switch
    {
        0 => "kern"u8,
        1 => "user"u8,
        2 => "mail"u8,
        3 => "daemon"u8,
        4 => "auth"u8,
        5 => "syslog"u8,
        6 => "lpr"u8,
        7 => "news"u8,
        8 => "uucp"u8,
        9 => "clock"u8,
        10 => "authpriv"u8,
        11 => "ftp"u8,
        12 => "ntp"u8,
        13 => "logaudit"u8,
        14 => "logalert"u8,
        15 => "cron"u8,
        16 => "local0"u8,
        17 => "local1"u8,
        18 => "local2"u8,
        19 => "local3"u8,
        20 => "local4"u8,
        21 => "local5"u8,
        22 => "local6"u8,
        23 => "local7"u8,
        _ => "<NA>"u8,
    };
}
