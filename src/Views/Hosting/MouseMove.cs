namespace CSysdig.Views.Hosting;

/// <summary>What the left button does.</summary>
enum MouseMove { Press, Drag, Release }
