using System.Text;

namespace CSysdig.Model.Reports;

/// <summary>Names of machines in captured bytes: of addresses such as http://example.org/x, and of the head of a request.</summary>
static class DomainNames
{
    const int Longest = 253;

    public static IEnumerable<string> In(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return [];
        var found = new List<string>();
        Find(text, "://"u8, found);
        if (text.IndexOf("HTTP/1."u8) >= 0)
        {
            Find(text, "\nHost: "u8, found);
            Find(text, "\nhost: "u8, found);
        }
        return found;
    }

    static void Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> before, List<string> found)
    {
        while (text.IndexOf(before) is >= 0 and var at)
        {
            text = text[(at + before.Length)..];
            var name = text[..(text.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"u8) is >= 0 and var end ? end : text.Length)];
            // A name at the end of a cut buffer may be half of one.
            if (name.Length < text.Length && IsDomain(name) && Encoding.ASCII.GetString(name).ToLowerInvariant() is var domain && !found.Contains(domain))
                found.Add(domain);
        }
    }

    static bool IsDomain(ReadOnlySpan<byte> name) => name.Length is > 3 and <= Longest && name.LastIndexOf((byte)'.') is > 0 and var dot
        && dot < name.Length - 2 && !name[(dot + 1)..].ContainsAnyInRange((byte)'0', (byte)'9') && name[0] is not ((byte)'.' or (byte)'-') && name.IndexOf(".."u8) < 0;
}
