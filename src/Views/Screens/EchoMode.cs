namespace CSysdig.Views.Screens;

/// <summary>How echo shows bytes.</summary>
enum EchoMode
{
    /// <summary>As text, broken to the width, each call with its title.</summary>
    Text,
    /// <summary>As hex and text.</summary>
    Hex,
    /// <summary>The bytes alone, a line of theirs on a line, as long as it is.</summary>
    Raw,
}
