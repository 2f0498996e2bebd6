export default({data})=>{
(globalThis.twinFeed??=[]).push(data)}
