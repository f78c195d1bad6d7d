using System.Buffers.Binary;
using System.Text;

namespace CSysdig.Model.Story.Rules;

/// <summary>Services on the web that keep or hand on whatever they are given, by the names of their hosts.</summary>
static class WebServices
{
    const int HelloSessionAt = 43;
    const byte Handshake = 22, ClientHello = 1;

    static readonly byte[][] s_hosts = [.. new[] { "transfer.sh", "pastebin.com", "paste.ee", "hastebin.com", "termbin.com", "ix.io", "0x0.st", "file.io", "gofile.io", "anonfiles.com", "bashupload.com", "oshi.at",
        "temp.sh", "catbox.moe", "mega.nz", "mega.co.nz", "dropboxapi.com", "discord.com", "discordapp.com", "api.telegram.org", "hooks.slack.com", "webhook.site", "pipedream.net", "requestbin.net", "ngrok.io",
        "ngrok-free.app", "gist.github.com", "api.github.com", "drive.google.com", "script.google.com", "graph.microsoft.com", "wetransfer.com" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>The service that the first bytes of a connection name: a request's host, or that of TLS's greeting; empty for none.</summary>
    public static ReadOnlySpan<byte> Asked(ReadOnlySpan<byte> data)
    {
        if (data is [Handshake, 3, ..])
            return Of(Greeted(data));
        if (data.IndexOf("\nHost: "u8) is not (>= 0 and var at) && (at = data.IndexOf("\nhost: "u8)) < 0)
            return default;
        var host = data[(at + "\nHost: "u8.Length)..];
        return host.IndexOfAny((byte)'\r', (byte)'\n', (byte)':') is >= 0 and var end ? Of(host[..end]) : default;
    }

    /// <summary>The service that a program's arguments name; empty for none.</summary>
    public static ReadOnlySpan<byte> Named(ReadOnlySpan<byte> args)
    {
        foreach (var range in args.Split((byte)0))
        {
            var word = args[range];
            if (word.IndexOf("://"u8) is not (>= 0 and var at))
                continue;
            var host = word[(at + 3)..];
            if (host.IndexOfAny("/:?"u8) is >= 0 and var end)
                host = host[..end];
            if (Of(host) is { IsEmpty: false } service)
                return service;
        }
        return default;
    }

    /// <summary>The host as we call it; empty where it is no such service.</summary>
    static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> host)
    {
        foreach (var name in s_hosts)
            if (host.EndsWith(name) && (host.Length == name.Length || host[^(name.Length + 1)] == '.'))
                return name;
        return default;
    }

    /// <summary>The name of the server in a client's first message of TLS, as far as the capture has that.</summary>
    static ReadOnlySpan<byte> Greeted(ReadOnlySpan<byte> data)
    {
        if (data.Length <= HelloSessionAt || data[5] != ClientHello)
            return default;
        var at = HelloSessionAt + 1 + data[HelloSessionAt];
        at += 2 + Length(data, at);
        at += 1 + (at < data.Length ? data[at] : 0);
        // A list of extensions: kind, length, bytes. The first kind has the name behind five bytes.
        for (at += 2; at + 4 <= data.Length; at += 4 + Length(data, at + 2))
            if (Length(data, at) == 0 && at + 9 <= data.Length && at + 9 + Length(data, at + 7) <= data.Length)
                return data.Slice(at + 9, Length(data, at + 7));
        return default;
    }

    static int Length(ReadOnlySpan<byte> data, int at) => at + 2 <= data.Length ? BinaryPrimitives.ReadUInt16BigEndian(data[at..]) : 0;
}
