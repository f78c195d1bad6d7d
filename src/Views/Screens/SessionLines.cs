using CSysdig.Model.Story.Sessions;

namespace CSysdig.Views.Screens;

/// <summary>What is said of a session beside its row.</summary>
static class SessionLines
{
    /// <summary>Who and from where, as it was captured.</summary>
    public static byte[] NameOf(SessionRow row) => row.From.Length > 0 ? [.. row.User, .. " from "u8, .. row.From] : [.. row.User, .. " by "u8, .. row.By];
}
