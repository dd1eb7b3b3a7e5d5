/** The shape of the desk before the first record is there. */
export const DeskSkeleton = () => (
  <div className="two-parts" aria-busy>
    <div className="viewer" />
    <div className="side form-side">
      {[96, 96, 30, 30, 30, 30].map((heightPx, index) => <div key={index} className="skeleton" style={{ height: heightPx }} />)}
    </div>
  </div>
);
