namespace CSysdig.Model.State;

/// <summary>State that lies in a cache file until somebody asks for it. Any thread may.</summary>
interface IStoredState
{
    /// <summary>Gives a thread its versions (<see cref="TrackedThread.Restore"/>).</summary>
    void Fill(TrackedThread thread);

    /// <summary>Gives a table its fds (<see cref="FdTable.Restore(FdTable)"/>).</summary>
    void Fill(FdTable table);

    /// <summary>The table of the fds that a thread sees.</summary>
    FdTable TableOf(TrackedThread thread);
}
