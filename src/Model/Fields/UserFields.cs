using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Fields;

/// <summary>The user and group of an event's thread.</summary>
static class UserFields
{
    public static FieldDefinition[] All { get; } =
    [
        Define.ThreadNumber("user.uid", ParamType.UInt32, PrintFormat.Id, "id of the user", t => t.Uid),
        Text("user.name", "name of the user", "root", t => t.Uid, t => t.User?.Name),
        Text("user.homedir", "home directory of the user", "/root", t => t.Uid, t => t.User?.HomeDir),
        Text("user.shell", "shell of the user", null, t => t.Uid, t => t.User?.Shell),
        Define.ThreadNumber("user.loginuid", ParamType.Int64, PrintFormat.Id, "id of the user who logged in, -1 when nobody did", t => t.LoginUid == uint.MaxValue ? -1 : t.LoginUid),
        Text("user.loginname", "name of the user who logged in", "root", t => t.LoginUid, t => t.LoginUser?.Name),
        Define.ThreadNumber("group.gid", ParamType.UInt32, PrintFormat.Id, "id of the group", t => t.Gid),
        Text("group.name", "name of the group", "root", t => t.Gid, t => t.Group?.Name),
    ];

    /// <summary>
    /// A text of a table of users or groups. Where the table lacks the id, older captures have no value; newer tools print a guess
    /// for the id 0, or &lt;NA&gt; as a text.
    /// </summary>
    static FieldDefinition Text(string name, string description, string? ofRoot, Func<ThreadInfo, uint> id, Func<ThreadInfo, byte[]?> of)
    {
        var root = ofRoot is null ? null : System.Text.Encoding.ASCII.GetBytes(ofRoot);
        return Define.Text(name, description, (e, _, ref text) =>
        {
            if (e.Thread is not { } thread)
                return false;
            if (of(thread) is { } known)
                text = known;
            else if (!e.State.ExitOnly)
                return false;
            else
                text = root is not null && id(thread) == 0 ? root : "<NA>"u8;
            return true;
        }, FieldReads.Thread);
    }
}
