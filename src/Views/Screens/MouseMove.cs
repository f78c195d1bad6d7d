namespace CSysdig.Views.Screens;

/// <summary>What the left button does.</summary>
enum MouseMove { Press, Drag, Release }
