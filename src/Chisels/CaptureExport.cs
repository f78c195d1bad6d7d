using CSysdig.Model;

namespace CSysdig.Chisels;

/// <summary>A capture that a chisel wants to be written when it has seen all: the events it chooses, and those that keep their state whole.</summary>
/// <param name="File">Where it goes to, as the user named it.</param>
/// <param name="Chooses">Asked of every event of the captures that were read, from the first on.</param>
public sealed record CaptureExport(string File, Func<Event, bool> Chooses);
