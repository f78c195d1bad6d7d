namespace CSysdig.Model.Story.Rules;

/// <summary>How miners talk to their pool: lines of JSON with methods of their own.</summary>
static class Stratum
{
    const int Longest = 100;

    /// <summary>A line by which a miner asks to be let in.</summary>
    public static bool IsLogin(ReadOnlySpan<byte> data) => data is [(byte)'{', ..]
        && (data.IndexOf("\"mining.authorize\""u8) >= 0 || data.IndexOf("\"mining.subscribe\""u8) >= 0 || data.IndexOf("\"eth_submitLogin\""u8) >= 0
            || HasMethod(data, "login"u8) && data.IndexOf("\"pass\""u8) >= 0);

    /// <summary>Whom the coins are for: the first string behind params or login; empty where it isn't said.</summary>
    public static ReadOnlySpan<byte> Worker(ReadOnlySpan<byte> data)
    {
        if (data.IndexOf("\"mining.subscribe\""u8) >= 0)
            return default;
        var at = data.IndexOf("\"login\":"u8) is >= 0 and var login ? login + "\"login\":"u8.Length : data.IndexOf("\"params\":"u8) is >= 0 and var parameters ? parameters + "\"params\":"u8.Length : -1;
        if (at < 0 || data[at..].IndexOf((byte)'"') is not (>= 0 and var open))
            return default;
        var text = data[(at + open + 1)..];
        return text.IndexOf((byte)'"') is > 0 and var end ? text[..Math.Min(end, Longest)] : default;
    }

    static bool HasMethod(ReadOnlySpan<byte> data, ReadOnlySpan<byte> method)
    {
        if (data.IndexOf("\"method\":"u8) is not (>= 0 and var at))
            return false;
        return data[(at + "\"method\":"u8.Length)..].TrimStart((byte)' ') is [(byte)'"', .. var rest] && rest.StartsWith(method) && rest.Length > method.Length && rest[method.Length] == '"';
    }
}
