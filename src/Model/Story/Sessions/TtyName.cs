namespace CSysdig.Model.Story.Sessions;

/// <summary>Terminals by their device numbers.</summary>
public static class TtyName
{
    /// <summary>pts/0, tty1, ttyS0, console; the two numbers for others; empty for none.</summary>
    public static string Of(uint device)
    {
        const uint FirstPty = 136, LastPty = 143, MinorsOfPty = 256, FirstSerial = 64;
        if (device == 0)
            return "";
        // The kernel's new_encode_dev.
        var (major, minor) = (device >> 8 & 0xfff, device & 0xff | device >> 12 & 0xfff00);
        return major switch
        {
            >= FirstPty and <= LastPty => $"pts/{(major - FirstPty) * MinorsOfPty + minor}",
            4 when minor < FirstSerial => $"tty{minor}",
            4 => $"ttyS{minor - FirstSerial}",
            5 when minor == 1 => "console",
            _ => $"tty {major}:{minor}",
        };
    }
}
