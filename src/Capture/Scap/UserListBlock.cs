namespace CSysdig.Capture.Scap;

/// <summary>
/// Users and groups: a type byte, then uid, gid, name, home, shell of a user, or gid and name of a group.
/// Version 2 gives every entry its length. (libs engine/savefile, scap_read_userlist)
/// </summary>
static class UserListBlock
{
    const byte User = 0;

    /// <returns>False when an entry contradicts its length; the entries before it have been delivered.</returns>
    public static bool Read(int version, ReadOnlySpan<byte> body, ICaptureTables tables)
    {
        var list = new SpanReader(body);
        while (list.Remaining >= 4)
        {
            if (version >= 2)
            {
                var entry = list.Entry(lengthCountsItself: true);
                if (list.Failed || !ReadEntry(ref entry, tables))
                    return false;
            }
            else if (!ReadEntry(ref list, tables))
            {
                return false;
            }
        }
        return true;
    }

    static bool ReadEntry(ref SpanReader r, ICaptureTables tables)
    {
        if (r.UInt8() == User)
        {
            var user = new UserEntry(r.UInt32(), r.UInt32(), r.Bytes16(), r.Bytes16(), r.Bytes16());
            if (!r.Failed)
                tables.OnUser(user);
        }
        else
        {
            var group = new GroupEntry(r.UInt32(), r.Bytes16());
            if (!r.Failed)
                tables.OnGroup(group);
        }
        return !r.Failed;
    }
}
