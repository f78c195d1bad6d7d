using CSysdig.Model.State;

namespace CSysdig.Model.Story.Names;

/// <summary>What a process was when it became its program: the measure of its later names. Forked children have their parent's.</summary>
public sealed class Origin(ThreadInfo info, ulong time)
{
    /// <summary>The process that ran the program.</summary>
    public long Pid { get; } = info.Pid;
    /// <summary>0 when that was before the capture.</summary>
    public ulong Time { get; } = time;
    public byte[] Comm { get; } = info.Comm;
    public byte[] Argv0 { get; } = info.Exe;
    public byte[] Args { get; } = info.Args;
    public byte[] ExePath { get; } = info.ExePath;
    public byte[] Line { get; } = info.ExeLine;
}
