using System.Buffers.Text;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;

namespace CSysdig.Model.Story.Rules;

/// <summary>Accounts that are made: by lines written to the list of users, and by the programs that make them.</summary>
sealed class AccountRules(FindingBook book)
{
    const int Fields = 7, UserIdAt = 2;

    static readonly HashSet<byte[]> s_makers = Trades.Names("useradd", "adduser");

    /// <summary>A program by whose trade accounts come to be, with all that belongs to them.</summary>
    public static bool IsMaker(ReadOnlySpan<byte> comm) => Trades.Contains(s_makers, comm);

    /// <summary>The list of users, or what is about to become it.</summary>
    public static bool IsUsers(ReadOnlySpan<byte> path) => path.StartsWith("/etc/"u8) && path[^1] is not ((byte)'-' or (byte)'~')
        && (path.StartsWith("/etc/passwd"u8) || path.StartsWith("/etc/npasswd"u8) || path.StartsWith("/etc/sed"u8));

    /// <summary>Bytes were written to the list of users.</summary>
    public void Wrote(Event e, in Deed deed, ReadOnlySpan<byte> text)
    {
        var users = e.State.Users;
        foreach (var range in text.Split((byte)'\n'))
        {
            if (!TryRead(text[range], out var name, out var id))
                continue;
            var known = users.Find(id, e.Number) ?? users.Find(id);
            // Where nobody is known, a line that comes alone is news, but a list is not.
            var isNew = known is not null ? !name.SequenceEqual(known.Name) : users.Count > 0 || text.TrimEnd((byte)'\n').IndexOf((byte)'\n') < 0;
            if ((isNew || id == 0 && !name.SequenceEqual("root"u8)) && Note(deed, name, id == 0) is { } finding)
                book.Show(finding, deed.Time, e.Number, hasBytes: true);
        }
    }

    /// <summary>A program was started that may make an account.</summary>
    public void Ran(ThreadInfo thread, in Deed deed)
    {
        if (!IsMaker(thread.Comm))
            return;
        var args = thread.Args.AsSpan().TrimEnd((byte)0);
        var name = args[(args.LastIndexOf((byte)0) + 1)..];
        if (!name.IsEmpty && name[0] != '-')
            Note(deed, name, args.IndexOf("-u\00\0"u8) >= 0 || args.IndexOf("--uid\00\0"u8) >= 0 || args.IndexOf("--uid=0\0"u8) >= 0);
    }

    Finding? Note(in Deed deed, ReadOnlySpan<byte> name, bool isRoot) =>
        book.Note(FindingKind.AddedAccount, deed, isRoot ? [.. name, .. " with the user id 0 of root"u8] : name, name, isGrave: isRoot);

    // name:password:id:group:comment:home:shell
    static bool TryRead(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out uint id)
    {
        name = default;
        id = 0;
        var field = 0;
        var isNumber = false;
        foreach (var range in line.Split((byte)':'))
        {
            if (field == 0)
                name = line[range];
            else if (field == UserIdAt)
                isNumber = Utf8Parser.TryParse(line[range], out id, out var length) && length == line[range].Length;
            field++;
        }
        return field == Fields && isNumber && !name.IsEmpty;
    }
}
