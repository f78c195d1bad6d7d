using System.Buffers.Binary;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;
using static CSysdig.Model.Story.Findings.FindingBounds;

namespace CSysdig.Model.Story.Rules;

/// <summary>What a session asks name servers for: names too long and too many to be anybody's are what is sent.</summary>
sealed class NameQueries(FindingBook book)
{
    const int HeaderLength = 12, MostDomains = 1_000;

    Dictionary<byte[], Asked> _domains = new(ByteKey.Comparer);
    readonly Utf8Writer _key = new();

    /// <summary>A port at which name servers listen.</summary>
    public const ushort Port = 53;

    /// <summary>A query is sent.</summary>
    public void Take(Event e, in Deed deed, ReadOnlySpan<byte> message)
    {
        if (message.Length <= HeaderLength)
            return;
        var name = message[HeaderLength..];
        if (!TryRead(name, out var length, out var domainAt) || length == 0)
            return;
        _key.Clear();
        Span<byte> group = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(group, System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(deed.Group));
        _key.Write(group);
        Write(_key, name[domainAt..]);
        if (!_domains.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(_key.Written, out var asked))
        {
            if (_domains.Count >= MostDomains)
                return;
            _domains.Add(_key.Written.ToArray(), asked = new Asked(deed.Since));
        }
        if (!asked.Add(name, length))
            return;
        if (asked.Finding is { } known)
        {
            known.Bytes += length;
            book.GoOn(known, deed.Time);
        }
        else if (asked.Names >= QueriedNames)
            asked.Finding = Note(deed, asked, _key.Written[sizeof(int)..]);
    }

    public void Settle() => _domains = Sessions.TableBound.Keep(_domains, MostDomains);

    Finding? Note(in Deed deed, Asked asked, ReadOnlySpan<byte> domain)
    {
        var finding = book.Note(FindingKind.SentByDatagrams, deed, domain.IsEmpty ? "names"u8 : [.. "names below "u8, .. domain], domain, isGrave: true, asked.Names);
        if (finding is null)
            return null;
        finding.BeganAt(asked.Began);
        finding.Bytes += asked.Bytes;
        if (finding.Where.Length == 0)
            finding.Where = $"fd.sport={Port}";
        return finding;
    }

    /// <summary>Looks through a name as far as the capture has it.</summary>
    /// <param name="bytes">Of its parts that are as long as no name's, 0 where there is none.</param>
    /// <param name="domainAt">Where the last two parts begin; the end where the name is cut short.</param>
    static bool TryRead(ReadOnlySpan<byte> name, out int bytes, out int domainAt)
    {
        bytes = 0;
        var (before, last) = (0, 0);
        for (var at = 0; at < name.Length; at += name[at] + 1)
        {
            var length = (int)name[at];
            if (length == 0)
            {
                domainAt = before;
                return true;
            }
            // No name has longer parts; two bits more are of an answer.
            if (length > 63)
                break;
            if (length >= QueriedBytes)
                bytes += Math.Min(length, name.Length - at - 1);
            (before, last) = (last, at);
        }
        domainAt = name.Length;
        return bytes >= QueriedBytes;
    }

    static void Write(Utf8Writer to, ReadOnlySpan<byte> labels)
    {
        for (var at = 0; at < labels.Length && labels[at] is > 0 and var length && at + length < labels.Length; at += length + 1)
        {
            if (at > 0)
                to.Write("."u8);
            to.Write(labels.Slice(at + 1, length));
        }
    }

    /// <summary>What was asked for of a domain.</summary>
    sealed class Asked(ulong began)
    {
        const int MostNames = 4_096;

        readonly HashSet<int> _names = [];

        public ulong Began { get; } = began;
        public int Names => _names.Count;
        public long Bytes { get; private set; }
        public Finding? Finding { get; set; }

        /// <summary>False for a name that was asked for before.</summary>
        public bool Add(ReadOnlySpan<byte> name, int bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(name);
            if (_names.Count >= MostNames || !_names.Add(hash.ToHashCode()))
                return false;
            Bytes += bytes;
            return true;
        }
    }
}
