namespace CSysdig.Model.State;

/// <summary>A user of the captured machine, or of a container in it.</summary>
public sealed record UserInfo(uint Uid, uint Gid, byte[] Name, byte[] HomeDir, byte[] Shell);

/// <summary>A group of the captured machine, or of a container in it.</summary>
public sealed record GroupInfo(uint Gid, byte[] Name);
