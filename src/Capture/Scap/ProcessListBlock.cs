namespace CSysdig.Capture.Scap;

/// <summary>
/// Process lists, versions 1 to 9. Each version has the fields of the one before it and some more in the middle;
/// version 9 gives every entry its length, so that later writers append. (libs engine/savefile, scap_read_proclist)
/// </summary>
static class ProcessListBlock
{
    /// <summary>What writers before libs 0.10 append at most: login uid, writable flag, three capability sets.</summary>
    public const int AppendedBefore010 = 4 + 1 + 3 * 8;

    /// <summary>What writers before libs 0.12 append at most; the next field is whether the program came from a memfd.</summary>
    public const int AppendedBefore012 = AppendedBefore010 + 8 + 4 + 1 + 3 * 8;

    /// <summary>Whether a version 9 list was written by libs before 0.12, by what its first entry has appended.</summary>
    public static bool IsBefore012(ReadOnlySpan<byte> body) => Appended(body) is >= 0 and <= AppendedBefore012;

    /// <summary>How many bytes the first entry of a version 9 list has behind the fields of version 8; -1 when it is damaged.</summary>
    public static int Appended(ReadOnlySpan<byte> body)
    {
        var entry = new SpanReader(body).Entry(lengthCountsItself: true);
        ReadFixed(9, ref entry, new ProcessEntry());
        return entry.Failed ? -1 : entry.Remaining;
    }

    /// <returns>False when an entry contradicts its length; the entries before it have been delivered.</returns>
    public static bool Read(int version, ReadOnlySpan<byte> body, ICaptureTables tables)
    {
        var list = new SpanReader(body);
        while (list.Remaining >= 4)
        {
            var process = new ProcessEntry();
            if (version >= 9)
            {
                var entry = list.Entry(lengthCountsItself: true);
                if (list.Failed)
                    return false;
                ReadFixed(version, ref entry, process);
                if (entry.Failed)
                    return false;
                ReadAppended(ref entry, process);
            }
            else
            {
                ReadFixed(version, ref list, process);
                if (list.Failed)
                    return false;
            }
            tables.OnProcess(process);
        }
        return true;
    }

    static void ReadFixed(int version, ref SpanReader r, ProcessEntry p)
    {
        p.Tid = r.Int64();
        p.Pid = r.Int64();
        p.Ptid = r.Int64();
        p.Sid = version >= 6 ? r.Int64() : -1;
        p.VPgid = version >= 8 ? r.Int64() : -1;
        p.Comm = r.Bytes16();
        p.Exe = r.Bytes16();
        if (version >= 7)
            p.ExePath = r.Bytes16();
        p.Args = r.Bytes16();
        p.Cwd = r.Bytes16();
        p.FdLimit = r.Int64();
        p.Flags = r.UInt32();
        p.Uid = r.UInt32();
        p.Gid = r.UInt32();
        if (version >= 2)
        {
            p.VmSizeKb = r.UInt32();
            p.VmRssKb = r.UInt32();
            p.VmSwapKb = r.UInt32();
            p.PfMajor = r.UInt64();
            p.PfMinor = r.UInt64();
        }
        if (version >= 3)
            p.Env = r.Bytes16();
        if (version >= 4)
        {
            p.VTid = r.Int64();
            p.VPid = r.Int64();
            p.Cgroups = r.Bytes16();
        }
        if (version >= 5)
            p.Root = r.Bytes16();
    }

    /// <summary>"csysdig" before the time of a start, so that nothing that other writers may append is taken for one.</summary>
    internal const ulong StartFollows = 0x67_69_64_73_79_73_63;

    /// <summary>libs 0.10 put two fields before those that earlier writers append; the length of the rest tells which it is.</summary>
    static void ReadAppended(ref SpanReader r, ProcessEntry p)
    {
        var start = r;
        p.OldLoginUid = Has(r, 4) ? start.UInt32() : uint.MaxValue;
        if (r.Remaining > AppendedBefore010)
        {
            p.PidnsInitStart = Has(r, 8) ? r.UInt64() : 0;
            p.Tty = Has(r, 4) ? r.UInt32() : 0;
        }
        p.LoginUid = Has(r, 4) ? r.UInt32() : uint.MaxValue;
        p.ExeWritable = Has(r, 1) && r.UInt8() != 0;
        p.CapInheritable = Has(r, 8) ? r.UInt64() : 0;
        p.CapPermitted = Has(r, 8) ? r.UInt64() : 0;
        p.CapEffective = Has(r, 8) ? r.UInt64() : 0;
        p.ExeUpperLayer = Has(r, 1) && r.UInt8() != 0;
        p.ExeIno = Has(r, 8) ? r.UInt64() : 0;
        p.ExeInoCtime = Has(r, 8) ? r.UInt64() : 0;
        p.ExeInoMtime = Has(r, 8) ? r.UInt64() : 0;
        p.ExeFromMemfd = Has(r, 1) && r.UInt8() != 0;
        p.ExeLowerLayer = Has(r, 1) && r.UInt8() != 0;
        p.Pgid = Has(r, 8) ? r.Int64() : -1;
        p.CloneTimestamp = Has(r, 16) && r.UInt64() == StartFollows ? r.UInt64() : 0;
    }

    static bool Has(SpanReader reader, int count) => reader.Remaining >= count;
}
