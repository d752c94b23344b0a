namespace Custodian.Forges;

internal enum ForgeAnnotationLevel
{
    Notice,
    Warning,
    Failure,
}
