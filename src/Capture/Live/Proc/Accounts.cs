using System.Globalization;
using System.Text;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Proc;

/// <summary>Users and groups by /etc/passwd and /etc/group.</summary>
static class Accounts
{
    public static IEnumerable<UserEntry> Users()
    {
        foreach (var line in ProcFile.Lines("/etc/passwd"))
            if (line.Split(':') is [var name, _, var uid, var gid, _, var home, var shell] && Number(uid) is { } user && Number(gid) is { } group)
                yield return new UserEntry(user, group, Bytes(name), Bytes(home), Bytes(shell));
    }

    public static IEnumerable<GroupEntry> Groups()
    {
        foreach (var line in ProcFile.Lines("/etc/group"))
            if (line.Split(':') is [var name, _, var gid, ..] && Number(gid) is { } group)
                yield return new GroupEntry(group, Bytes(name));
    }

    static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
