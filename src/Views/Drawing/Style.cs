namespace CSysdig.Views.Drawing;

/// <summary>What a cell means; the theme decides how it looks.</summary>
[Flags]
public enum Style : byte
{
    Text, Dim, Bold, Title, Alarm, Good, Warning,
    TableHeader, SortedHeader,
    Number, Unit, Process, Path,
    /// <summary>A character of the capture that is not shown itself.</summary>
    Escape,
    /// <summary>Data that was read, and data that was written.</summary>
    Read, Write,
    Key, KeyLabel, Prompt, Cursor, Heading, Bar, BarHot, Tagged,
    /// <summary>Metrics below the timeline.</summary>
    Overlay1, Overlay2, Overlay3,
    /// <summary>A row that the first colour rule of the settings is about; the other rules' styles follow it.</summary>
    Colour = 40,
    Last = 63,
    /// <summary>The cell belongs to what was searched for.</summary>
    Match = 64,
    /// <summary>The cell belongs to the selected row.</summary>
    Selected = 128,
}
