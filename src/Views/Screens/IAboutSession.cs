using CSysdig.Model.Story.Sessions;

namespace CSysdig.Views.Screens;

/// <summary>A screen that is about one session, or where one is selected.</summary>
interface IAboutSession
{
    /// <summary>It; null while there is none.</summary>
    SessionRow? Session { get; }
}
