namespace CSysdig.Views.Keys;

/// <summary>What a key can ask for.</summary>
public enum Act
{
    Help, Views, Filter, GroupBy, Command, Echo, Dig, Legend, Sort, InvertSort, Search, SearchNext, SearchPrevious,
    Story, Sessions, Overview, Replay, Keep, LeaveOut, ToProcess, SaveStreams, CopyRow, CopyCell, Tag, Untag, Tree, Fold, Totals, All, Actions, Spectrogram, NextMark, PreviousMark, CountFrom, FarEnd,
    Open, Back, Cancel, Mode, Pause, Earlier, Later, Now, Clear, Refresh, Suspend, Quit,
    Up, Down, Left, Right, PageUp, PageDown, Top, Bottom,
    Accept, Complete, AsRegex, WordLeft, EraseLeft, EraseRight, EraseWord, EraseToStart, EraseToEnd,
}

/// <summary>Where a key works.</summary>
[Flags]
public enum Places
{
    Table = 1, Echo = 2, Dig = 4, Inspector = 8, Picker = 16, Text = 32, Spectrogram = 64, Story = 128, Transcript = 1024, Replay = 2048, Overview = 4096,
    /// <summary>The list of views: letters are typed there, to narrow it.</summary>
    Views = 256,
    /// <summary>A question on the last lines.</summary>
    Prompt = 512,
    /// <summary>Everything that belongs to a selection of the capture.</summary>
    Data = Table | Echo | Dig | Inspector | Spectrogram | Overview,
    /// <summary>Every screen.</summary>
    Everywhere = Data | Picker | Views | Text | Story | Transcript | Replay,
}
