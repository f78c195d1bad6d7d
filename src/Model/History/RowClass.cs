using System.Runtime.InteropServices;

namespace CSysdig.Model.History;

/// <summary>
/// What a row shares with many others of its chunk: thread, fd, type, error. Questions that depend on nothing else are asked once a
/// class and not once a row.
/// </summary>
/// <param name="Thread">Index in MachineState.ThreadVersions, or -1.</param>
/// <param name="Fd">Index in MachineState.FdVersions, or -1.</param>
/// <param name="FdNumber">What is wider lies in <see cref="EventChunk.Odd"/>.</param>
/// <param name="Code">The event's type.</param>
/// <param name="Call">The system call that a generic event stands for; 0 for others.</param>
/// <param name="Error">What the call returned below zero, positive, or the errno that the parser saw; what is wider lies in <see cref="EventChunk.Odd"/>.</param>
/// <param name="FdType">The kind of the fd; <see cref="NoFd"/> without.</param>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
readonly record struct RowClass(int Thread, int Fd, int FdNumber, ushort Code, ushort Call, ushort Cpu, short Error, RowFlags Flags, sbyte FdType)
{
    public const sbyte NoFd = sbyte.MinValue;

    /// <summary>See <see cref="Event.ErrorCode"/>.</summary>
    public int ErrorCode => Has(RowFlags.Overlooked) ? 0 : Error;

    /// <summary>All that what sort of event it is depends on: type, result, the kind of its fd, whether its thread is known.</summary>
    public ulong Kind => Code | (ulong)Call << 16 | (ulong)(ushort)Error << 32 | (ulong)(byte)Flags << 48 | (ulong)(byte)FdType << 56 | (Thread < 0 ? 1ul << 15 : 0);

    public bool Has(RowFlags flags) => (Flags & flags) != 0;

    public override int GetHashCode()
    {
        var hash = (uint)Thread * 0x9E3779B1u;
        hash = (hash ^ hash >> 15 ^ (uint)Fd) * 0x85EBCA77u;
        hash = (hash ^ hash >> 13 ^ (uint)FdNumber ^ (uint)Code << 16) * 0xC2B2AE3Du;
        hash = (hash ^ hash >> 16 ^ Call ^ (uint)(ushort)Error << 16 ^ (uint)Flags << 8 ^ (uint)Cpu << 4) * 0x27D4EB2Fu;
        return (int)(hash ^ hash >> 15);
    }
}

[Flags]
enum RowFlags : byte
{
    None = 0,
    /// <summary>The event gave its fd another name.</summary>
    FdNameChanged = 1,
    /// <summary>Some values are in <see cref="EventChunk.Odd"/>.</summary>
    Odd = 2,
    /// <summary>The event tells what its call returned.</summary>
    HasResult = 4,
    /// <summary>What it returned is below zero.</summary>
    Failed = 8,
    /// <summary>What it returned must be looked up in its bytes.</summary>
    WideResult = 16,
    /// <summary>The parser did not see that the call failed.</summary>
    Overlooked = 32,
    /// <summary>The thread is its process's main one.</summary>
    MainThread = 64,
}
