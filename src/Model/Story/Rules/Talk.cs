using CSysdig.Model.Calls;
using CSysdig.Model.Story.Findings;

namespace CSysdig.Model.Story.Rules;

/// <summary>A connection that may be to a chat server: IRC is told by its first lines.</summary>
sealed class Talk(ulong began)
{
    /// <summary>So many calls are looked at before it is taken for something else.</summary>
    const int Looks = 16;
    const int Longest = 160;

    int _looked;
    bool _named, _isIrc;
    byte[] _order = [];

    public ulong Began { get; } = began;
    public Finding? Finding { get; set; }

    /// <summary>What was said last to all of a channel; empty when the last call had nothing of the kind.</summary>
    public ReadOnlySpan<byte> Order => _order;

    /// <summary>It is something else than a chat.</summary>
    public bool IsOther => !_isIrc && _looked >= Looks;

    /// <summary>Looks at what was read or written; true when the connection is to a chat server.</summary>
    public bool Take(in IoCall call)
    {
        _order = [];
        if (!_isIrc && _looked++ >= Looks)
            return false;
        var data = call.Data;
        if (!call.IsRead)
        {
            _named |= data.StartsWith("NICK "u8) || data.StartsWith("USER "u8) || data.StartsWith("PASS "u8) && data.IndexOf("\nNICK "u8) > 0;
            _isIrc |= _named && (data.IndexOf("JOIN "u8) >= 0 || data.IndexOf("USER "u8) >= 0 && data.IndexOf("NICK "u8) >= 0 || data.StartsWith("PONG "u8));
            return _isIrc;
        }
        _isIrc |= _named && data is [(byte)':', ..] && (data.IndexOf(" 001 "u8) > 0 || data.IndexOf(" PRIVMSG "u8) > 0);
        if (_isIrc)
            Hear(data);
        return _isIrc;
    }

    // :boss!b@host PRIVMSG #channel :what was said
    void Hear(ReadOnlySpan<byte> data)
    {
        if (data.IndexOf(" PRIVMSG "u8) is not (>= 0 and var at))
            return;
        var said = data[(at + " PRIVMSG "u8.Length)..];
        if (said.IndexOf((byte)':') is >= 0 and var colon)
            said = said[(colon + 1)..];
        var end = said.IndexOfAny((byte)'\r', (byte)'\n');
        said = end >= 0 ? said[..end] : said;
        _order = said[..Math.Min(said.Length, Longest)].ToArray();
    }
}
