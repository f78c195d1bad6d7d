using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live;

/// <summary>What there is before the first event: processes, what they have open, accounts, interfaces.</summary>
interface IFirstTable
{
    /// <summary>Writes the tables behind the section header and the machine's block, in the order of the methods of <see cref="ScapWriterTables"/>.</summary>
    void Write(ScapWriterTables tables);
}
